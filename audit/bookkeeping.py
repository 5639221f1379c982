"""Makes the ledger of a run: of the ledger before it, and of what the run found."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from audit import ledger, snapshot, waivers
from audit.baseline import Change, compare, holds, looked_again, translated
from audit.baseline import State as Stands
from audit.history import earlier
from audit.ledger import COLUMNS, EVIDENCE, Ledger, State, cause
from audit.model import Outcome, digest
from audit.plan import Plan
from audit.records import Run
from audit.snapshot import Snapshot, facility_fingerprints, page_key
from audit.store import Store

_WHAT = ("site", "layer", "subject", "rule", "component", "outcome")


def keep(store: Store, run: Run, now: Snapshot) -> Ledger:
    """Make and keep the ledger of a run, and of earlier runs of its plan that have none; now: the run's snapshot.

    Earlier runs are those finished before it of the same kind and name. Doing it again gives the same.
    """
    line = earlier(store, run)
    first = next((n for n in reversed(range(len(line))) if store.evidence(line[n].id, EVIDENCE) is not None), -1)
    before = None if first < 0 else (snapshot.of_run(store, line[first]), ledger.read(store, line[first].id))
    for one in (*line[first + 1 :], run):
        seen = now if one.id == run.id else snapshot.of_run(store, one)
        made = entries(seen, let_through(store, seen, one), *(before or (None, None)))
        ledger.write(store, one.id, made)
        before = seen, made
    return ledger.read(store, run.id)


def let_through(store: Store, seen: Snapshot, run: Run) -> waivers.Waived:
    """Return what the waivers of a run's own plan, and of lists, let through on the day that it began."""
    day = date.fromisoformat(run.started[:10])
    return waivers.match(Plan.model_validate(run.plan).waivers, seen, day, waivers.waived_in_lists(store, day))


def entries(
    now: Snapshot, waived: waivers.Waived, before: Snapshot | None = None, past: Ledger | None = None
) -> Ledger:
    """Return the ledger after a run. before, past: the run before it and its ledger."""
    change = None if before is None else compare(before, now)
    found = pd.concat([_causes(now, waived, change), _facilities(now, waived, change)], ignore_index=True)
    known = ledger.no_rows() if past is None else past.frame
    there = found.merge(known.add_suffix("_past"), left_on="was", right_on="fingerprint_past", how="left")
    there = there.drop_duplicates("fingerprint", ignore_index=True)
    day = now.day.isoformat()
    new = there["fingerprint_past"].isna().to_numpy(bool)
    back = (there["state_past"] == State.MENDED.value).to_numpy(bool)
    states = np.select(
        [there["waived"].to_numpy(bool), new, back], [State.WAIVED, State.NEW, State.RECURRED], State.OPEN
    )
    held = there.assign(
        state=[str(state) for state in states],
        first_seen=there["first_seen_past"].where(~new, day),
        opened=there["opened_past"].where(~(new | back), day),
        last_seen=day,
    )
    rest = known[~known["fingerprint"].isin(there["was"])]
    carried = _carried(rest, now, change, set(held["fingerprint"]))
    whole = pd.concat([table for table in (held.reindex(columns=[*COLUMNS]), carried) if len(table)] or [known])
    return Ledger(_dated(whole, day).sort_values("fingerprint", ignore_index=True)[list(COLUMNS)])


def _dated(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    """Return a ledger with its days counted; those of what is mended were, on the day that it was."""
    mended = (frame["state"] == State.MENDED.value).to_numpy(bool)
    since = pd.to_datetime(frame["opened"])
    counted = (pd.Timestamp(day) - since).dt.days.clip(lower=0)
    return frame.assign(days_open=counted.where(~mended, frame["days_open"]).astype("int64"))


def _causes(now: Snapshot, waived: waivers.Waived, change: Change | None) -> pd.DataFrame:
    """Return the causes of websites: _WHAT, fingerprint, waived, and was: the fingerprint that it had before."""
    web = now.web.assign(waived=waived.web >= 0, failed=now.web["outcome"] == Outcome.FAILED.value)
    # What fails stands for the cause; what waits for a person only where nothing does.
    ordered = web.sort_values("failed", ascending=False, kind="stable")
    causes = ordered.groupby(["site", "component"], sort=True, as_index=False).agg(
        subject=("page", "first"), rule=("rule", "first"), outcome=("outcome", "first"), waived=("waived", "all")
    )
    prints = _prints(causes)
    earlier = prints if change is None else _earlier_causes(causes, prints, change)
    # What a person settled otherwise stays an item: its verdict may be taken back.
    failed = causes["outcome"] == Outcome.FAILED.value
    causes["outcome"] = causes["outcome"].where(failed, Outcome.CANT_TELL.value)
    told = causes.assign(layer="", fingerprint=_words(prints), was=_words(earlier))
    return told[[*_WHAT, "fingerprint", "was", "waived"]]


def _words(texts: list[str]) -> pd.Series:
    """Return texts as a column of objects, which an empty list would not make by itself."""
    return pd.Series(texts, dtype="object")


def _prints(causes: pd.DataFrame) -> list[str]:
    return [cause(site, component) for site, component in zip(causes["site"], causes["component"], strict=True)]


def _earlier_causes(causes: pd.DataFrame, prints: list[str], change: Change) -> list[str]:
    """Return what causes were called before: a class that was renamed gives another component, and the same fault."""
    matched = change.now_web[change.now_web["match"] >= 0]
    old = change.before_web.iloc[matched["match"]]
    pairs = pd.DataFrame(
        {
            "site": matched["site"].to_numpy(object),
            "component": matched["component"].to_numpy(object),
            "old": old["component"].to_numpy(object),
        }
    )
    gone = ~pairs["old"].isin(set(causes["component"]))
    came = ~pairs["component"].isin(set(change.before_web["component"]))
    renamed = pairs[gone & came].value_counts().reset_index()
    renamed = renamed.sort_values(["count", "old"], ascending=[False, True]).drop_duplicates(["site", "component"])
    called = {(row["site"], row["component"]): str(row["old"]) for _, row in renamed.iterrows()}
    places = zip(causes["site"], causes["component"], prints, strict=True)
    return [
        cause(site, called[site, component]) if (site, component) in called else own for site, component, own in places
    ]


def _facilities(now: Snapshot, waived: waivers.Waived, change: Change | None) -> pd.DataFrame:
    """Return what facilities fail: as `_causes`."""
    street = now.street.assign(waived=waived.street >= 0)
    prints = _words(facility_fingerprints(street))
    told = street.assign(site="", component="", subject=street["facility"], fingerprint=prints, was=prints)
    if change is not None:
        back = {layer: pairs.set_index("now")["before"] for layer, pairs in change.facilities.items()}
        for layer, ids in back.items():
            mine = (told["layer"] == layer).to_numpy(bool)
            named = told.loc[mine, "facility"].map(ids)
            rows = zip(told.loc[mine, "fingerprint"], named, told.loc[mine, "rule"], strict=True)
            # A new facility under an id that another one had before is not that one.
            told.loc[mine, "was"] = [digest(layer, old, rule) if isinstance(old, str) else "" for _, old, rule in rows]
    return told[[*_WHAT, "fingerprint", "was", "waived"]]


def _carried(rest: pd.DataFrame, now: Snapshot, change: Change | None, taken: set[str]) -> pd.DataFrame:
    """Return the entries of the past that were not found again: mended where somebody looked, else as they were."""
    if change is None or not len(rest):
        return rest
    web, street = rest[rest["layer"] == ""], rest[rest["layer"] != ""]
    names = translated(street.assign(facility=street["subject"]), change.facilities)
    settled = np.zeros(len(rest), dtype=bool)
    settled[(rest["layer"] == "").to_numpy(bool)] = _web_settled(web, now, change)
    settled[(rest["layer"] != "").to_numpy(bool)] = holds(names, now)
    mended = settled & (rest["state"] != State.MENDED.value).to_numpy(bool)
    there = rest["state"].isin([State.NEW.value, State.RECURRED.value]).to_numpy(bool)
    opened = pd.to_datetime(rest["opened"])
    days = (pd.Timestamp(now.day) - opened).dt.days.clip(lower=0)
    told = rest.assign(
        state=rest["state"].where(~there, State.OPEN.value).where(~mended, State.MENDED.value),
        days_open=rest["days_open"].where(~mended, days),
    )
    return _under_new_ids(told, names, taken)


def _web_settled(web: pd.DataFrame, now: Snapshot, change: Change) -> list[bool]:
    """Return which causes are mended: by every finding of the run before, else by the page that they were seen on."""
    before = change.before_web
    states = before.assign(ok=before["state"] == Stands.MENDED.value).groupby(["site", "component"])["ok"].all()
    homes = {site: seen.home for site, seen in now.sites.items()}
    keys = [page_key(page, homes.get(site, "")) for site, page in zip(web["site"], web["subject"], strict=True)]
    looked = looked_again(web.assign(key=keys, selector=""), now)
    places = zip(web["site"], web["component"], looked, strict=True)
    return [bool(states.get((site, component), seen)) for site, component, seen in places]


def _under_new_ids(told: pd.DataFrame, names: pd.DataFrame, taken: set[str]) -> pd.DataFrame:
    """Give entries of facilities the ids of the new delivery, and a fingerprint of their own where theirs is taken."""
    renamed = names[names["facility"] != ""]
    told.loc[renamed.index, "subject"] = renamed["facility"]
    told.loc[renamed.index, "fingerprint"] = facility_fingerprints(renamed)
    clash = told["fingerprint"].isin(taken).to_numpy(bool)
    rows = zip(told["fingerprint"][clash], told["opened"][clash], strict=True)
    told.loc[clash, "fingerprint"] = [digest("gone", fingerprint, opened) for fingerprint, opened in rows]
    return told.drop_duplicates("fingerprint")
