"""The dashboard's part in the account's watchlist groups: asks before it writes to them, and what is to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from futu_tui.market.account_groups import Conflict, Edit, GroupOp, Resolution
from futu_tui.opend.errors import GatewayError
from futu_tui.tui.acts import clean_lines
from futu_tui.tui.screens.alert_keys import AlertKeys
from futu_tui.tui.text import clean
from futu_tui.tui.watchlists import ACCOUNT_SIGN
from futu_tui.tui.widgets.watchlist import Watchlist

if TYPE_CHECKING:
    from futu_tui.feed import Feed

WRITES = (
    "The account keeps this group: what is changed here is changed in the broker's app and for every program of the "
    "account. This is asked once a run."
)


class GroupKeys(AlertKeys):
    """Edits are sent one after the other, each after a look at what the group holds now."""

    _writes_agreed = False
    """Whether the person agreed in this run that the account's groups are written to."""

    def linked(self) -> Feed | None:
        """The feed, if the gateway can be asked now; else the person is told."""
        if self.feed is None or self.store.stale_since is not None:
            self.acts.refuse("The link is down: the gateway cannot be asked.")
            return None
        return self.feed

    def follow_group(self) -> None:
        """Have the account's group in view read."""
        name = self.watchlist.account_group
        if name is not None and self.feed is not None and self.store.stale_since is None:
            self.feed.group_sync.show(name)

    @on(Watchlist.GroupsWanted)
    def _groups_wanted(self, message: Watchlist.GroupsWanted) -> None:
        message.stop()
        if (feed := self.linked()) is not None:
            asked = feed.group_sync.reload()
            words = "Asking for the account's groups again." if asked else "They were asked for a moment ago."
            refused = self.store.account_groups.refused
            self.notify(clean(refused) or words, timeout=4, markup=False)

    @on(Watchlist.EditWanted)
    def _edit_wanted(self, message: Watchlist.EditWanted) -> None:
        from futu_tui.tui.screens.question import Question

        message.stop()
        edit = message.edit
        if self.linked() is None:
            return
        if edit.op is GroupOp.DELETE:
            sentence = (
                f"This takes {edit.security} out of every group of the account, not of {edit.group} alone."
            )
            self.app.push_screen(
                Question("Delete from all groups", sentence, verb="delete it"),
                lambda agreed: self._ask_to_write(edit) if agreed else None,
            )
        else:
            self._ask_to_write(edit)

    def _ask_to_write(self, edit: Edit) -> None:
        from futu_tui.tui.screens.question import Question

        if self._writes_agreed:
            self._send(edit)
            return

        def answered(agreed: bool | None) -> None:
            if agreed:
                self._writes_agreed = True
                self._send(edit)

        sentence = f"It is going to {edit}. {WRITES}"
        self.app.push_screen(Question("Write to the account's groups", sentence, verb="write"), answered)

    def _send(self, edit: Edit) -> None:
        self.run_worker(self._change(edit), group="account groups")

    async def _change(self, edit: Edit) -> None:
        if (feed := self.linked()) is None:
            return
        try:
            conflict = await feed.group_sync.change(edit)
        except GatewayError as error:
            self._not_changed(edit, error)
            return
        self._settled(edit, conflict, Resolution.BOTH)

    async def _resolve(self, conflict: Conflict, resolution: Resolution) -> None:
        if (feed := self.linked()) is None:
            return
        try:
            again = await feed.group_sync.resolve(conflict, resolution)
        except GatewayError as error:
            self._not_changed(conflict.edit, error)
            return
        self._settled(conflict.edit, again, resolution)

    def _settled(self, edit: Edit, conflict: Conflict | None, resolution: Resolution) -> None:
        """Say what was done, or ask where the group was changed in two places."""
        from futu_tui.tui.screens.group_conflict import GroupConflictScreen

        if conflict is None:
            self.notify(_done(edit, resolution), timeout=4, markup=False)
            if edit.op is GroupOp.ADD and self.watchlist.account_group == edit.group:
                self.watchlist.reload()
                self.watchlist.move_cursor_to(edit.security)
            return

        def chosen(resolution: Resolution | None) -> None:
            if resolution is None:
                self.notify(_done(edit, Resolution.THEIRS), timeout=4, markup=False)
            else:
                self.run_worker(self._resolve(conflict, resolution), group="account groups")

        self.app.push_screen(GroupConflictScreen(conflict), chosen)

    def _not_changed(self, edit: Edit, error: GatewayError) -> None:
        words = f"Asked to {edit}: {clean_lines(str(error))}\nThe list shows what the gateway told last."
        self.notify(words, title="Groups of the account", severity="error", timeout=15, markup=False)


def _done(edit: Edit, resolution: Resolution) -> str:
    group = f"{ACCOUNT_SIGN}{clean(edit.group)}"
    if resolution is Resolution.THEIRS:
        return f"{group} stays as it is there; nothing was sent."
    if edit.op is GroupOp.ADD:
        return f"{edit.security} is in {group} now."
    where = group if edit.op is GroupOp.MOVE_OUT else "any group of the account"
    return f"{edit.security} is no longer in {where}."
