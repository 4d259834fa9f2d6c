"""What Discord allows, each with its source: pages of docs.discord.com."""

MOST_CONTENT = 2000
"""Characters of a message's content (resources/message, Create Message)."""

MOST_TITLE = 256
"""Characters of an embed's title (resources/message, Embed Limits)."""

MOST_DESCRIPTION = 4096
"""Characters of an embed's description (Embed Limits)."""

MOST_FOOTER = 2048
"""Characters of an embed's footer (Embed Limits)."""

MOST_FIELDS = 25
"""Fields of an embed (Embed Limits)."""

MOST_FIELD_NAME = 256
"""Characters of a field's name (Embed Limits)."""

MOST_FIELD_VALUE = 1024
"""Characters of a field's value (Embed Limits)."""

MOST_EMBEDS = 10
"""Embeds of a message (resources/message, Create Message)."""

MOST_EMBEDDED = 6000
"""Characters in all embeds of a message together (Embed Limits)."""

MOST_ROWS = 5
"""Rows of buttons below a message (components/reference, Legacy Message Component Behavior)."""

MOST_IN_A_ROW = 5
"""Buttons side by side; a menu has a row of its own (components/reference, Action Row)."""

MOST_LABEL = 80
"""Characters of a button's label (components/reference, Button)."""

MOST_CUSTOM_ID = 100
"""Characters that a button or a menu carries (components/reference, Custom ID)."""

MOST_OPTIONS = 25
"""Lines of a menu (components/reference, String Select)."""

MOST_OPTION = 100
"""Characters of a menu's line, of what it carries and of its description (components/reference, Select Option Structure)."""

MOST_PLACEHOLDER = 150
"""Characters that a menu shows before anything is chosen (components/reference, String Select)."""

MOST_URL = 512
"""Characters of an address that is made a link: as many as a button's address may have (components/reference, Button)."""

MOST_SUGGESTIONS = 25
"""Suggestions while an option is typed (interactions/application-commands, Autocomplete)."""

MOST_SUGGESTION = 100
"""Characters of a suggestion's name and of its value (Application Command Option Choice Structure)."""

MOST_COMMAND_NAME = 32
"""Characters of the name of a command or an option (Application Command Naming)."""

MOST_COMMAND_DESCRIPTION = 100
"""Characters of the description of a command or an option (Application Command Structure)."""

MOST_OF_A_COMMAND = 8000
"""Characters in all names, descriptions and values of a command (interactions/application-commands, Limits)."""

MOST_NONCE = 25
"""Characters by which a message that was posted twice is known to be the same (resources/message, Create Message)."""

MOST_FORM_TITLE = 45
"""Characters of a form's title (interactions/receiving-and-responding, Modal)."""

MOST_FORM_LABEL = 45
"""Characters of the label of a form's field (components/reference, Text Input)."""

MOST_THREAD_NAME = 100
"""Characters of a thread's name (resources/channel, Start Thread from Message)."""

MOST_EVENT_NAME = 100
"""Characters of a scheduled event's name (resources/guild-scheduled-event)."""

MOST_EVENT_DESCRIPTION = 1000
"""Characters of a scheduled event's description (the same page)."""

MOST_EVENT_PLACE = 100
"""Characters of the place of an event outside Discord (Guild Scheduled Event Entity Metadata)."""

MOST_REQUESTS = 50
"""Requests a second in all, those for interactions excepted (topics/rate-limits, Global Rate Limit)."""

FIRST_ANSWER = 3.0
"""Seconds within which an interaction has to be acknowledged (interactions/receiving-and-responding)."""

FOLLOW_UP = 900.0
"""Seconds for which an interaction can be answered (the same page)."""

MOST_FOLLOW_UPS = 5
"""Further answers where the app is installed for its user alone (the same page, Followup Messages)."""


def units(text: str) -> int:
    """Count characters as strictly as any reading of these pages: in UTF-16 units, since they do not say what a character is."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
