"""The watchlist: the person's groups of securities with their live quotes, and the group of what is held.

Rows can be sorted by any column, added, removed and moved; Enter makes the row's security current.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from futu_tui.market.account_groups import Edit, GroupOp
from futu_tui.protocol import Security
from futu_tui.tui import keymap
from futu_tui.tui.pane import Pane, Priority, Wish
from futu_tui.tui.text import ELLIPSIS, clean, width
from futu_tui.tui.theme import Palette
from futu_tui.tui.watchlists import ACCOUNT_SIGN, HELD, WatchlistError, Watchlists
from futu_tui.tui.widgets.ageing import DOUBTFUL, Ageing
from futu_tui.tui.widgets.grid import Grid
from futu_tui.tui.widgets.watchlist_columns import ALL, COLUMNS, WatchRow, columns_of

if TYPE_CHECKING:
    from futu_tui.market import Changes, Store
    from futu_tui.trading import Accounts

# qot_common.SubType
BASIC, ORDER_BOOK, RT = 1, 2, 5
SEPARATOR = " ▸ "


class Watchlist(Pane, Grid[Security, WatchRow]):
    """One group at a time; the title names them all: the person's own, those of the account behind a sign, and Held."""

    class EditWanted(Message):
        """The person wants a group of the account changed."""

        def __init__(self, edit: Edit) -> None:
            super().__init__()
            self.edit = edit

    class GroupsWanted(Message):
        """The person wants the account's groups read again."""

    NUMBER = 1
    TITLE = "Watchlist"
    PURPOSE = "Your groups of securities with their live quotes; Enter shows a row's security in every pane."
    HINT = keymap.DEFAULT.hint("dashboard.search")
    CONTEXT = "watchlist"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.bindings("watchlist")]
    COLUMNS = COLUMNS

    def __init__(self, store: Store, accounts: Accounts, *, watchlists: Watchlists, **kwargs: Any) -> None:
        super().__init__(store, accounts, **kwargs)
        self.watchlists = watchlists
        self._group = self.group_names[0]
        self._tabs: list[tuple[int, int, str]] = []
        self._ageing = Ageing(store)
        self._view: tuple[object, ...] = ()
        self._asked_view: tuple[object, ...] = ()
        self.set_rows(self.securities)

    def on_mount(self) -> None:
        self._show_title()
        for problem in self.watchlists.problems:
            self.notify(problem, title="Watchlists", severity="error", timeout=30, markup=False)

    @property
    def securities(self) -> Sequence[Security]:
        """The group in view, in its own order."""
        if self.account_group is not None:
            group = self.store.account_groups.groups.get(self.account_group)
            return (group.securities or ()) if group is not None else ()
        if self._group != HELD:
            return tuple(self.watchlists.group(self._group).securities)
        portfolio = self.accounts.current
        held = portfolio.positions.values() if portfolio else ()
        return tuple(dict.fromkeys(position.security for position in held if position.qty))

    # What the dashboard asks

    def set_security(self, security: Security | None) -> None:
        """Mark this security's row, and go to it if the group in view has one."""
        before, self.security = self.security, security
        if before != security:
            self.recolour([before, security])
            if security is not None and security != self.cursor_key:
                self.move_cursor_to(security)

    def apply_changes(self, changes: Changes, now: float) -> None:
        self._ageing.at(now)
        if changes.groups:
            self._follow_account_groups()
        if changes.everything or changes.listings:
            self.reload()
            return
        if changes.positions or changes.accounts:
            self.set_rows(self.securities)
        moved = {security: columns_of(fields) for security, fields in changes.quotes.items()}
        for security in changes.intraday:
            moved.setdefault(security, set()).add("day")
        for security in changes.alerts:
            moved.setdefault(security, set()).add("name")
        if moved:
            self.update_rows(moved, now)

    def tick(self, now: float) -> None:
        self._ageing.at(now)
        self.settle(now)
        if self._ageing.look_is_due():
            self.update_rows(dict.fromkeys(self._ageing.changed(self.visible_keys), ALL), now)
            self._ask_for_view()

    def reload(self) -> None:
        self.set_rows(self.securities)
        self.redraw()

    def wants(self) -> Iterable[Wish]:
        """Every row's quote, and of the rows in view what the columns in view need besides."""
        for security in self.securities:
            yield Wish(security, BASIC, Priority.ROW)
        columns = self.shown_columns
        for security in self.visible_keys:
            if "bid" in columns and not self.row(security).is_index:
                yield Wish(security, ORDER_BOOK, Priority.DECORATION)
            if "day" in columns:
                yield Wish(security, RT, Priority.DECORATION)

    def _ask_for_view(self) -> None:
        """Say that the wants changed, once what is in view rests: rows that only pass by ask for nothing."""
        view = (*self.visible_keys, *self.shown_columns)
        if view == self._view and view != self._asked_view:
            self._asked_view = view
            self.post_message(self.WantsChanged(self))
        self._view = view

    # What the grid asks

    def row(self, key: Security) -> WatchRow:
        store = self.store
        return WatchRow.of(
            security=key,
            quote=store.quotes.get(key),
            listing=store.listings.get(key),
            intraday=store.intraday.get(key),
            freshness=self._ageing.of(key),
            current=key == self.security,
            alert=store.alerts.waits(key),
        )

    def row_style(self, row: WatchRow, palette: Palette) -> Style | None:
        return palette.stale if row.halted or row.freshness in DOUBTFUL else None

    def empty_text(self) -> str:
        if self._group == HELD:
            reason = self.placeholder or "Nothing is held."
            return f"{reason}\nThis group follows the account's positions by itself."
        if self.account_group is not None:
            return self._empty_account_group(self.account_group)
        keys = keymap.keymap_of(self.app)
        find, remove = keys.hint("dashboard.search"), keys.hint("watchlist.remove")
        return f"{self._group} is empty.\nAdd securities: {find}\nDo away with the group: {remove}"

    def choose(self, key: Security) -> None:
        self.post_message(self.SecurityChosen(key))

    # Groups

    @property
    def group(self) -> str:
        """The name of the group in view."""
        return self._group

    @property
    def group_names(self) -> list[str]:
        """All groups in their order: the person's own, the account's, those the gateway makes, the held one last."""
        told = sorted(self.store.account_groups.groups.values(), key=lambda group: group.system)
        account = (f"{ACCOUNT_SIGN}{group.name}" for group in told)
        return [*(group.name for group in self.watchlists.groups), *account, HELD]

    def known_groups(self) -> list[tuple[str, Sequence[Security]]]:
        """Every group that holds something, with what it holds."""
        own = [(group.name, tuple(group.securities)) for group in self.watchlists.groups]
        account = [
            (f"{ACCOUNT_SIGN}{group.name}", group.securities or ())
            for group in self.store.account_groups.groups.values()
        ]
        return [(name, held) for name, held in (*own, *account) if held]

    @property
    def account_group(self) -> str | None:
        """The account's name of the group in view; None where that is none of the account's."""
        return self._group[len(ACCOUNT_SIGN) :] if self._group.startswith(ACCOUNT_SIGN) else None

    def _follow_account_groups(self) -> None:
        """Show which groups the account has, and what the one in view holds now."""
        if self._group not in self.group_names:
            gone = self._group
            self.show_group(self.group_names[0])
            self.notify(f"The account has no group {clean(gone)} any more.", markup=False)
            return
        self._show_title()
        if self.account_group is not None:
            before = tuple(self.keys)
            self.set_rows(self.securities)
            self.redraw()
            if before != tuple(self.keys):
                self.post_message(self.WantsChanged(self))

    def _empty_account_group(self, name: str) -> str:
        group = self.store.account_groups.groups.get(name)
        ask = keymap.keymap_of(self.app).hint("watchlist.reload_groups")
        if group is not None and group.refused:
            return (
                f"The gateway does not tell what {clean(self._group)} holds.\n{clean(group.refused)}\n{ask}"
            )
        if group is None or group.securities is None:
            return self.placeholder or "Asking the gateway …"
        if group.system:
            return f"{clean(self._group)} is empty. The gateway makes it by itself."
        find = keymap.keymap_of(self.app).hint("dashboard.search")
        return f"{clean(self._group)} is empty.\nAdd securities: {find}"

    def show_group(self, name: str) -> None:
        """Show a group as it is now; another one at the current security, or from its top without it."""
        another, self._group = name != self._group, name
        self._show_title()
        self.set_rows(self.securities)
        if another:
            self.move_cursor(0)
            if self.security is not None:
                self.move_cursor_to(self.security)
        self.post_message(self.WantsChanged(self))

    def action_next_group(self) -> None:
        self._step(1)

    def action_previous_group(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        names = self.group_names
        self.show_group(names[(names.index(self._group) + by) % len(names)])

    def action_new_group(self) -> None:
        from futu_tui.tui.screens.group_name import GroupName

        def create(name: str | None) -> None:
            if name is not None:
                self._change(lambda: self.watchlists.create(name), name)

        self.app.push_screen(GroupName("New group", self.watchlists.checked), create)

    def action_rename_group(self) -> None:
        from futu_tui.tui.screens.group_name import GroupName

        before = self._group

        def rename(name: str | None) -> None:
            if name is not None:
                self._change(lambda: self.watchlists.rename(before, name), name)

        if self.account_group is not None:
            self.notify(
                "A group of the account cannot be renamed from here: the gateway has no request for it."
            )
        elif not self._follows_positions():
            self.app.push_screen(GroupName("Rename group", self.watchlists.checked, before), rename)

    def on_resize(self) -> None:
        self._show_title()

    def _show_title(self) -> None:
        """Write the groups into the upper border, as many as there is room for and the one in view in any case."""
        names = [clean(name) for name in self.group_names]
        here = self.group_names.index(self._group)
        lead = f"{self.NUMBER} {self.TITLE}  "
        room = self.outer_size.width - 6 - width(lead)
        first, last = _around(here, [width(name) + len(SEPARATOR) for name in names], room)
        lead += f"{ELLIPSIS} " if first else ""
        parts: list[str | tuple[str, str]] = [lead]
        column = 3 + width(lead)
        self._tabs = []
        for i in range(first, last):
            if i > first:
                parts.append(SEPARATOR)
                column += len(SEPARATOR)
            parts.append((names[i], "bold $foreground") if i == here else names[i])
            self._tabs.append((column, column + width(names[i]), self.group_names[i]))
            column += width(names[i])
        if last < len(names):
            parts.append(f" {ELLIPSIS}")
        title = Content.assemble(*parts)
        if self.border_title != title.markup:
            self.border_title = title

    def on_click(self, event: events.Click) -> None:
        """A group's name in the upper border shows that group."""
        if event.y != 0:
            return
        for start, end, name in self._tabs:
            if start <= event.x < end:
                event.stop()
                self.show_group(name)

    # The rows of a group

    def add(self, security: Security) -> bool:
        """Put a security at the end of the group in view; False if it is there already or the group is Held.

        A group of the account is only asked to be changed: it is not before the gateway has taken it.
        """
        if self._group == HELD or security in self.securities:
            return False
        if self.account_group is not None:
            self._want(GroupOp.ADD, security)
            return True
        self._change(lambda: self.watchlists.add(self._group, security))
        self.move_cursor_to(security)
        return True

    def add_all(self, name: str, securities: Sequence[Security]) -> int:
        """Put securities at the end of a group, which is made if there is none of this name, and show it; answers how
        many were not there yet."""
        before = self.watchlists.size(name)
        if before is None:
            self._change(lambda: self.watchlists.create(name), name)
        self._change(lambda: self.watchlists.extend(name, securities), name)
        return (self.watchlists.size(name) or 0) - (before or 0)

    def action_remove(self) -> None:
        """Take the current row out of the group; an empty group goes altogether."""
        if self._follows_positions():
            return
        security = self.cursor_key
        if self.account_group is not None:
            if security is not None:
                self._want(GroupOp.MOVE_OUT, security)
            return
        if security is not None:
            self._change(lambda: self.watchlists.remove(self._group, security))
            self.notify(f"{security} is no longer in {self._group}.", markup=False)
        else:
            gone, names = self._group, self.group_names
            beside = names[names.index(gone) - 1] if names[0] != gone else names[1]
            self._change(lambda: self.watchlists.delete(gone), beside)

    def action_reload_groups(self) -> None:
        self.post_message(self.GroupsWanted())

    def action_delete(self) -> None:
        """Take the current row out of every group of the account."""
        security = self.cursor_key
        if self.account_group is None:
            self.notify("This deletes from every group of the account; the group in view is none of them.")
        elif security is not None:
            self._want(GroupOp.DELETE, security)

    def _want(self, op: GroupOp, security: Security) -> None:
        """Say which change of the account's group in view is wanted, unless nobody can change it."""
        assert self.account_group is not None
        group = self.store.account_groups.groups.get(self.account_group)
        if group is None or group.securities is None:
            self.notify("What the group holds is not known yet: it cannot be changed.", severity="warning")
        elif group.system:
            self.notify(
                f"{clean(self._group)} is made by the gateway; change one of the account's own groups.",
                severity="warning", markup=False,
            )  # fmt: skip
        else:
            self.post_message(self.EditWanted(Edit(op, self.account_group, security)))

    def action_move_up(self) -> None:
        self._move(-1)

    def action_move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        security = self.cursor_key
        if security is None or self._follows_positions():
            return
        if self.account_group is not None:
            self.notify(
                "The gateway keeps the order of the account's groups; it cannot be changed from here."
            )
            return
        if self.sorted_by is not None:
            self.notify("The rows are sorted by a column; they can be moved in their own order only.")
            return
        self._change(lambda: self.watchlists.move(self._group, security, by))
        self.move_cursor_to(security)

    def _follows_positions(self) -> bool:
        """Whether the group in view is the held one, which nobody edits; says so."""
        if self._group == HELD:
            self.notify(f"{HELD} follows the account's positions; go to another group to change it.")
        return self._group == HELD

    def _change(self, act: Callable[[], object], group: str | None = None) -> None:
        """Change the lists and show it, in another group if one is named.

        Lists that cannot be saved are changed all the same, and the person is told.
        """
        try:
            act()
        except WatchlistError as error:
            self.notify(str(error), title="Watchlists", severity="error", timeout=15, markup=False)
        self.show_group(group or self._group)


def _around(here: int, widths: Sequence[int], room: int) -> tuple[int, int]:
    """The first and past-last index of those that fit the room: from the first on, or else so far back as to end here.

    What is left out costs two cells on its side.
    """
    first = 0
    while first < here and sum(widths[first : here + 1]) + 2 * bool(first) > room:
        first += 1
    last = here + 1
    while last < len(widths) and sum(widths[first : last + 1]) + 2 * (last + 1 < len(widths)) <= room:
        last += 1
    return first, last
