"""Files of posts into posts with their context and their place. A row that cannot be read is told, never guessed."""

from csmedia.read.columns import column_map
from csmedia.read.files import FORMATS, format_of, read_bytes
from csmedia.read.items import Item, Options
from csmedia.read.reader import Reader, Reading

__all__ = ["FORMATS", "Item", "Options", "Reader", "Reading", "column_map", "format_of", "read_bytes"]
