"""Style sheets that are read once for the colours they are read with, however often Textual asks for them anew."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class KeptStylesheet(Stylesheet):
    """Textual reads every sheet again whenever a theme is set, the first at the start included."""

    def set_variables(self, variables: dict[str, str]) -> None:
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        self.parse()  # which knows what it read with these variables
