"""The command line: parses, wires, prints, exits. Nobody imports it.

What a command wires together is imported when it runs: help, completion and a mistyped option wait for none of it.
"""

from __future__ import annotations

import logging
import platform
import signal
from collections.abc import Callable, Mapping
from contextlib import closing, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit import __version__
from audit.model import Lang, Rule, StepfreeError, Text, UsageError
from audit.options import gate_options, out_folder, shared, spoken, stored, text_or_json
from audit.terminal import SIGNALS, Screen, screen_for, telling
from audit.uncollected import for_one_command
from geo_checks.options import layer_options
from reports import FORMATS, USUAL
from web_checks.apps.options import app_options
from web_checks.options import OF_WEB, contact_option, site_options, web_options

if TYPE_CHECKING:
    from audit.command import Begun
    from audit.plan import Plan
    from audit.snapshot import Snapshot
    from audit.store import Store
    from reports.format import Format
    from reports.summary import Summary
    from web_checks.axe import AxeScript

    _Planned = Callable[[], tuple[Plan, Path]]

PDF = "pdf"  # needs a browser, and is written when it is asked for
_shared = shared([*FORMATS, PDF], USUAL)


class _Commands(click.Group):
    """The commands, any of which Ctrl-C ends as a signal does: click's own 1 would be a gate that failed."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise SystemExit(SIGNALS[signal.SIGINT]) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stepfree")
def stepfree() -> None:
    """无碍 · Accessibility audit of a city: websites and streets, one report by district."""


@stepfree.command()
@click.argument("target", required=False)
@site_options
@_shared
@web_options
def site(target: str | None, url_list: Path | None, base_url: str | None, **options: Any) -> None:
    """Audit one website: a URL, a FOLDER of built pages, or a list of addresses."""
    from web_checks import command as websites

    screen = _screen(options)
    _audit("site", lambda: websites.planned_site(target, url_list, base_url, options, screen.lang), screen, options)


@stepfree.command()
@click.argument("plan_file", metavar="PLAN.toml", required=False, type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), help="Folder that the plan's paths are relative to.")
@_shared
@web_options
def district(plan_file: Path | None, data: Path | None, **options: Any) -> None:
    """Audit a city by district, as a plan.toml says: its websites and its street layers."""
    from audit import command as audits

    _audit("district", lambda: audits.planned(plan_file, data), _screen(options), options)


@stepfree.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@app_options
@gate_options
@_shared
def app(files: tuple[Path, ...], **options: Any) -> None:
    """Audit one app: FILES, folders or .zip of screen dumps or a mini-program's source, or live through Appium."""
    from web_checks.apps import command as apps

    screen = _screen(options)
    _audit("app", lambda: apps.planned(files, options, screen.lang), screen, {**dict.fromkeys(OF_WEB), **options})


@stepfree.command()
@click.argument("files", metavar="FILE|FOLDER|URL...", nargs=-1, required=True)
@contact_option
@gate_options
@_shared
def document(files: tuple[str, ...], **options: Any) -> None:
    """Audit documents: PDF, DOCX, PPTX and XLSX files, folders of them, or their addresses."""
    from web_checks import command as websites

    screen = _screen(options)
    chosen = {**dict.fromkeys(OF_WEB), **options}
    _audit("document", lambda: websites.planned_documents(files, options["contact"], screen.lang), screen, chosen)


@stepfree.command(name="demo")
@_shared
@web_options
def demo_command(**options: Any) -> None:
    """Write the fictitious city 示例市 and audit it."""
    from audit import demo
    from audit import plan as plans

    screen = _screen(options, Lang.ZH)
    folder = options["out"] / "demo"

    def planned() -> tuple[Plan, Path]:
        screen.say(Text(f"生成虚构的示例市：{folder}", f"writing the fictitious city of Shili (示例市) to {folder}"))
        return plans.load(demo.write(folder))

    _audit("district", planned, screen, options)


# ---- an audit, from plan to report


def _screen(options: Mapping[str, Any], fallback: Lang | None = None) -> Screen:
    return screen_for(options["lang"], quiet=options["quiet"], no_color=options["no_color"], fallback=fallback)


def _audit(kind: str, planned: _Planned, screen: Screen, options: Mapping[str, Any]) -> None:
    from audit import bookkeeping, snapshot
    from audit import command as audits
    from audit.database import DatabaseError
    from reports import wording
    from reports.format import ReportError
    from reports.headline import headline
    from web_checks import axe

    with telling(screen):
        audits.check(options)
        script = axe.script(options["axe_script"])
        resume = options["resume"]
        begun = audits.resumed(options, _check) if resume else _begun(kind, planned, script, screen, options)
        store, run, plan = begun.store, begun.run, begun.plan
        try:
            if code := _gather(begun, script, screen):
                audits.interrupted(store, run, screen)
                _report_so_far(begun, screen, options)
                raise SystemExit(code)
            _score(store, run.id, plan, begun.base)
            seen = snapshot.of_run(store, run)
            bookkeeping.keep(store, run, seen)
            _hear(begun, seen, screen)
            store.set_state(run.id, "finished", datetime.now(UTC))
            summary, written = _report(store, run.id, plan, screen, options)
            screen.result(headline(summary, screen.lang))
            screen.result(Text(f"报告：{written}", f"Report: {written}").to(screen.lang))
            audits.conclude(begun, seen, wording.reasons(), screen)
        except (DatabaseError, ReportError) as error:
            raise type(error)(*(audits.resumable(problem, run.id) for problem in error.problems)) from error
        finally:
            store.close()


def _begun(kind: str, planned: _Planned, script: AxeScript, screen: Screen, options: Mapping[str, Any]) -> Begun:
    """Plan an audit, check what can be checked before it, and begin its run."""
    from audit import command as audits
    from audit import gate
    from web_checks import carried
    from web_checks import command as websites

    since, asked = options["since"], gate.asked(options)
    plan, base = planned()
    plan = gate.with_waivers(_with_options(plan, options), options["waivers"])
    _check(plan, base)
    if since:
        carried.for_folders(plan)
    for note in websites.notes(plan):
        screen.say(note)
    store = audits.store_of(options, must_exist=bool(since or (options["baseline"] and asked.before is None)))
    asked = audits.held_against(asked, options, store, kind, plan.name)
    earlier = carried.earlier(store, since, plan) if since else None
    versions = {"stepfree": __version__, "python": platform.python_version(), "axe-core": script.version}
    return audits.begun(store, kind, plan, base, versions, earlier, asked)


def _with_options(plan: Plan, options: Mapping[str, Any]) -> Plan:
    from geo_checks import command as streets
    from web_checks import command as websites

    plan = websites.with_options(plan, options)
    return streets.with_shapes(plan) if any(_format(name).shapes for name in options["formats"]) else plan


def _check(plan: Plan, base: Path) -> None:
    """Raise UsageError with every problem that can be seen before an audit begins."""
    from audit import command as audits
    from geo_checks import command as streets
    from web_checks import command as websites
    from web_checks.apps import command as apps

    problems = [*websites.problems(plan, base), *apps.problems(plan, base), *streets.problems(plan, base)]
    problems += audits.problems(plan, base, _rules())
    if problems:
        raise UsageError(*problems)


def _gather(begun: Begun, script: AxeScript, screen: Screen) -> int:
    """Observe and judge streets, apps and websites; return 0, or the exit code of an interruption."""
    from geo_checks import command as streets
    from web_checks import command as websites
    from web_checks.apps import command as apps

    store, run, plan, base = begun.store, begun.run, begun.plan, begun.base
    code = streets.gather(store, run, plan, base, screen)
    if plan.apps and not code:
        code = apps.gather(store, run, plan, base, script, screen)
    if not code:
        code = websites.gather(store, run, plan, base, script, screen)
    return code


def _hear(begun: Begun, seen: Snapshot, screen: Screen) -> None:
    """Match the complaints that the plan names with the pages and facilities of a run, and tell how many are left."""
    from audit import complaints
    from geo_checks import command as streets
    from web_checks import command as websites

    if not begun.plan.complaints:
        return
    facilities, pages = streets.known_facilities(begun.store, begun.run.id), websites.known_pages(seen)
    found = complaints.about(complaints.load_all(begun.plan, begun.base), facilities.find, pages.find)
    screen.say(complaints.keep(begun.store, begun.run.id, found, seen).counts)


def _score(store: Store, run: str, plan: Plan, base: Path) -> None:
    from audit.assess import score_run
    from geo_checks import command as streets

    score_run(store, run, plan, base, _rules(), streets.divisions(store, run))


def _rules() -> dict[str, Rule]:
    from web_checks.apps import command as apps
    from web_checks.jobs import Shelves

    return {**Shelves.all().rules, **apps.rules()}


def _report(store: Store, run: str, plan: Plan, screen: Screen, options: Mapping[str, Any]) -> tuple[Summary, Path]:
    """Write the formats that are asked for; return the summary, and the file to open first."""
    from reports import command as reporting
    from reports.summary import build

    summary = build(store, run, _rules())
    formats = map(_format, options["formats"] or USUAL)
    return summary, reporting.write(summary, options["out"], formats, plan.language, screen)


def _report_so_far(begun: Begun, screen: Screen, options: Mapping[str, Any]) -> None:
    """Write the partial report of an interrupted run; what keeps it from being written is told, and no more."""
    try:
        _score(begun.store, begun.run.id, begun.plan, begun.base)
        _, written = _report(begun.store, begun.run.id, begun.plan, screen, options)
    except StepfreeError as error:
        screen.complain(error.problems)
    else:
        screen.result(Text(f"部分报告：{written}", f"Partial report: {written}").to(screen.lang))


def _format(name: str) -> Format:
    if name != PDF:
        return FORMATS[name]
    from reports import pdf
    from web_checks import paper

    return pdf.printed(paper.print_pdf)


# ---- the other commands


@stepfree.command()
@click.argument("run", default="latest")
@_shared
def report(run: str, **options: Any) -> None:
    """Write the report of a RUN again (default: the latest), in any format."""
    from audit import command as audits
    from audit import named
    from audit.plan import Plan

    with telling(_screen(options)) as screen, closing(audits.store_of(options, must_exist=True)) as store:
        found = named.finished(store.run(run))
        plan = Plan.model_validate(found.plan)
        if store.reviews():  # what people said since counts in the scores as it does in all else
            _score(store, found.id, plan, Path(found.base))
        _, written = _report(store, found.id, plan, screen, options)
        screen.result(Text(f"报告：{written}", f"Report: {written}").to(screen.lang))


@stepfree.command()
@click.argument("filled", metavar="LIST", type=click.Path(path_type=Path))
@click.option("--run", default="latest", show_default=True, help="The run that the list is of.")
@stored
def review(filled: Path, run: str, lang: str | None, **options: Any) -> None:
    """Read a filled-in rectification LIST (.xlsx, .csv) back: verdicts, waivers, claims. Scores count them at once."""
    from audit import command as audits
    from audit.plan import Plan
    from reports.summary import build
    from reports.taken_in import take_in

    with telling(screen_for(lang)) as screen, closing(audits.store_of(options, must_exist=True)) as store:
        found = store.run(run)
        taken = take_in(build(store, found.id, _rules()), filled, datetime.now(UTC))
        for note in taken.notes:
            screen.say(note)
        _score(store, found.id, Plan.model_validate(found.plan), Path(found.base))
        screen.result(taken.counts.to(screen.lang))


@stepfree.command()
@click.argument("before")
@click.argument("now", default="latest")
@text_or_json
@stored
def compare(before: str, now: str, lang: str | None, form: str, **options: Any) -> None:
    """Tell what changed from one audit to another (runs, or findings.json files), and why the scores did."""
    from audit import command as audits
    from audit import named
    from reports import command as reporting

    with telling(screen_for(lang, no_color=True)) as screen:
        files = named.is_file(before) and named.is_file(now)
        with nullcontext() if files else closing(audits.store_of(options, must_exist=True)) as store:
            first, second = (named.audit_named(name, store) for name in (before, now))
            reporting.tell_change(first, second, form, screen)


@stepfree.command()
@click.argument("rule_id", metavar="[ID]", required=False)
@spoken
@text_or_json
@click.option("--no-color", is_flag=True)
def rules(rule_id: str | None, lang: str | None, form: str, *, no_color: bool) -> None:
    """List the rules, or explain one: whom the barrier hurts, clauses, how to mend it."""
    from audit import standards
    from reports import command as reporting

    with telling(screen_for(lang, no_color=no_color)) as screen:
        reporting.tell_rules(rule_id, {**_rules(), **standards.requirements()}, form, screen)


@stepfree.command()
@click.argument("file")
@layer_options
def layers(file: str, lang: str | None, *, as_json: bool, **given: Any) -> None:
    """Look into a map FILE (or postgresql://...) and draft the plan's [[layer]] tables for it."""
    from geo_checks import draft, profile, profile_data
    from reports.sinks import json_text

    with telling(screen_for(lang, no_color=True)) as screen:
        found = profile.profile(profile.named(file, **given), file)
        screen.result(json_text(profile_data.as_data(found), indent=2) if as_json else draft.draft(found, screen.lang))


@stepfree.command()
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@spoken
def form(kind: str, file: Path, lang: str | None) -> None:
    """Write a survey form (XLSX) for a KIND of facility, and print the [[layer]] table that reads it back."""
    from geo_checks import survey_form

    with telling(screen_for(lang, no_color=True)) as screen:
        screen.result(survey_form.write(kind, file, screen.lang))


@stepfree.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@spoken
def init(folder: Path, lang: str | None) -> None:
    """Write a commented plan.toml (and its JSON Schema for editors) into FOLDER."""
    from audit import plan as plans

    with telling(screen_for(lang)) as screen:
        path = plans.write_template(folder, screen.lang)
        screen.result(
            Text(
                f"已写好 {path}；填好后运行 stepfree district {path}",
                f"wrote {path}; fill it in, then run stepfree district {path}",
            ).to(screen.lang)
        )


@stepfree.command()
@spoken
@out_folder
def doctor(lang: str | None, out: Path) -> None:
    """Look whether this machine has what an audit needs, and say how to mend what it lacks."""
    from audit.doctor import tell
    from web_checks import doctor as of_the_web

    with telling(screen_for(lang)) as screen:
        tell(of_the_web.checks(out), screen)


def _terminated(number: int, _frame: object) -> None:
    raise SystemExit(SIGNALS[signal.Signals(number)])


def main() -> None:
    """Run the command line."""
    for_one_command()
    signal.signal(signal.SIGTERM, _terminated)
    # Libraries tell their own troubles to logging; what matters of them is an outcome in the record.
    logging.getLogger("usp").addHandler(logging.NullHandler())
    logging.getLogger("usp").propagate = False
    stepfree()


if __name__ == "__main__":
    main()
