"""A request as text: JSON, or the bytes of a body that is not published."""

from __future__ import annotations

from textual.widgets import TextArea


class JsonEditor(TextArea):
    """Takes characters and line breaks; its other keys are those of the screen."""

    DEFAULT_CSS = """
    JsonEditor, JsonEditor:focus {
        height: 1fr; width: 1fr; padding: 0; background: $background; background-tint: $background 0%;
        border: round $border-blurred; border-title-color: $dim; border-title-style: none;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0;
        border-subtitle-color: $faint; border-subtitle-style: none;
    }
    JsonEditor:focus { border: round $border; border-title-color: $accent; }
    JsonEditor .text-area--cursor-line { background: $cursor-blur; }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, theme="css", show_line_numbers=False, soft_wrap=True)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """A line break is typed too."""
        return key == "enter" or super().check_consume_key(key, character)
