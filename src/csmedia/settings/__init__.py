"""Settings that stand in a file beside the calendars: accounts, columns, policies, outputs, waivers and a baseline."""

from csmedia.settings.finding import Found, SettingsError, find_settings, no_settings, settings_text
from csmedia.settings.model import Account, Settings

__all__ = ["Account", "Found", "Settings", "SettingsError", "find_settings", "no_settings", "settings_text"]
