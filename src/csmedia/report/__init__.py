"""A report into text or JSON. Pure functions: values in, text out; secrets are masked in every one."""

from csmedia.masking import masked_fields
from csmedia.report.jsons import json_of, line_of
from csmedia.report.text import text_of

__all__ = ["json_of", "line_of", "masked_fields", "text_of"]
