"""The command line: parses, wires, prints, exits. Nobody imports it.

What a command wires together is imported when it runs: help, completion and a mistyped option wait for none of it.
"""

from __future__ import annotations

import dataclasses
import difflib
import json
import logging
import platform
import signal
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audit import __version__
from audit.legible import one_line
from audit.model import Depth, IncompleteError, Lang, Rule, StepfreeError, Text, UsageError
from audit.options import OF_WEB, gate_options, shared, site_options, stored, web_options
from audit.terminal import SIGNALS, Screen, screen_for, telling
from reports import FORMATS, USUAL
from web_checks.apps.options import options as app_options

if TYPE_CHECKING:
    from audit import gate, snapshot
    from audit.plan import Plan
    from audit.records import Run
    from audit.store import Store
    from reports.format import Format
    from reports.summary import Summary
    from web_checks.axe import AxeScript

DATABASE = "audit.sqlite"
EXIT_INCOMPLETE = 3
PDF = "pdf"  # needs a browser, and is written when it is asked for
_LISTED = Text("stepfree rules 列出全部", "stepfree rules lists them")
_shared = shared([*FORMATS, PDF], USUAL)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stepfree")
def stepfree() -> None:
    """无碍 · Accessibility audit of a city: websites and streets, one report by district."""


@stepfree.command()
@click.argument("target", required=False)
@click.option("--url-list", type=click.Path(path_type=Path), help="File with one address a line; no links followed.")
@click.option("--base-url", help="Address that the pages of a FOLDER will have.")
@click.option("--staging", is_flag=True, help="It is a test copy: fill in its forms and send them off (in depth).")
@site_options
@_shared
@web_options
def site(target: str | None, url_list: Path | None, base_url: str | None, **options: Any) -> None:
    """Audit one website: a URL, a FOLDER of built pages, or a list of addresses."""
    from web_checks import command as websites

    screen = screen_for(options["lang"], quiet=options["quiet"], no_color=options["no_color"])
    _audit("site", lambda: websites.planned_site(target, url_list, base_url, options, screen.lang), screen, options)


@stepfree.command()
@click.argument("plan_file", metavar="PLAN.toml", required=False, type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), help="Folder that the plan's paths are relative to.")
@_shared
@web_options
def district(plan_file: Path | None, data: Path | None, **options: Any) -> None:
    """Audit a city by district, as a plan.toml says: its websites and its street layers."""
    from audit import plan as plans

    screen = screen_for(options["lang"], quiet=options["quiet"], no_color=options["no_color"])

    def planned() -> tuple[Plan, Path]:
        if plan_file is None:
            raise UsageError(
                Text("请指定 PLAN.toml；用 stepfree init 生成", "name a PLAN.toml; stepfree init writes one")
            )
        return plans.load(plan_file, data)

    _audit("district", planned, screen, options)


@stepfree.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@app_options
@gate_options
@_shared
def app(files: tuple[Path, ...], **options: Any) -> None:
    """Audit one app: FILES, folders or .zip of screen dumps or a mini-program's source, or live through Appium."""
    from web_checks.apps import command as apps

    screen = screen_for(options["lang"], quiet=options["quiet"], no_color=options["no_color"])
    _audit("app", lambda: apps.planned(files, options, screen.lang), screen, {**dict.fromkeys(OF_WEB), **options})


@stepfree.command()
@click.argument("files", metavar="FILE|FOLDER|URL...", nargs=-1, required=True)
@click.option("--contact", default="", help="Address that the User-Agent names.")
@gate_options
@_shared
def document(files: tuple[str, ...], **options: Any) -> None:
    """Audit documents: PDF, DOCX, PPTX and XLSX files, folders of them, or their addresses."""
    from web_checks import command as websites

    screen = screen_for(options["lang"], quiet=options["quiet"], no_color=options["no_color"])
    chosen = {**dict.fromkeys(OF_WEB), **options}
    _audit("document", lambda: websites.planned_documents(files, options["contact"], screen.lang), screen, chosen)


@stepfree.command(name="demo")
@_shared
@web_options
def demo_command(**options: Any) -> None:
    """Write the fictitious city 示例市 and audit it."""
    from audit import demo
    from audit import plan as plans

    screen = screen_for(options["lang"], quiet=options["quiet"], no_color=options["no_color"], fallback=Lang.ZH)
    folder = options["out"] / "demo"

    def planned() -> tuple[Plan, Path]:
        screen.say(Text(f"生成虚构的示例市：{folder}", f"writing the fictitious city of Shili (示例市) to {folder}"))
        return plans.load(demo.write(folder))

    _audit("district", planned, screen, options)


# ---- an audit, from plan to report


@dataclasses.dataclass(frozen=True)
class _Begun:
    """An audit that can go on: its run in the store, the plan with the folder that its paths are relative to."""

    store: Store
    run: Run
    plan: Plan
    base: Path
    asked: gate.Asked


def _audit(kind: str, planned: Any, screen: Screen, options: Mapping[str, Any]) -> None:
    from audit import bookkeeping, gate, snapshot, waivers
    from audit.database import DatabaseError
    from reports import wording
    from reports.format import ReportError
    from reports.headline import headline
    from reports.summary import build
    from web_checks import axe

    with telling(screen):
        out: Path = options["out"]
        resume, since = options["resume"], options["since"]
        if resume and since:
            raise UsageError(
                Text(
                    "--resume 和 --since 不能同时用：继续的运行沿用它开始时的 --since",
                    "--resume and --since exclude each other: a run goes on with the --since that it began with",
                )
            )
        script = axe.script(options["axe_script"])
        begun = _resumed(options) if resume else _begun(kind, planned, script, screen, options)
        store, run, plan, base, asked = begun.store, begun.run, begun.plan, begun.base, begun.asked
        try:
            code = _gather(store, run, plan, base, script, screen)
            if code:
                _report_so_far(store, run, plan, base, screen, options)
                raise SystemExit(code)
            _score(store, run.id, plan, base)
            seen = snapshot.of_run(store, run)
            bookkeeping.keep(store, run, seen)
            _hear(store, run.id, plan, base, seen, screen)
            store.set_state(run.id, "finished", datetime.now(UTC))
            summary = build(store, run.id, _rules())
            written = _write(summary, out, screen, options["formats"], plan.language)
            screen.result(headline(summary, screen.lang))
            screen.result(Text(f"报告：{written}", f"Report: {written}").to(screen.lang))
            day = datetime.fromisoformat(run.started).date()
            in_lists = waivers.waived_in_lists(store, day)
            _gate(gate.judge(seen, plan, asked, day, in_lists, wording.reasons()), screen)
        except (DatabaseError, ReportError) as error:
            raise type(error)(*(_and_then(problem, run.id) for problem in error.problems)) from error
        finally:
            store.close()


def _resumed(options: Mapping[str, Any]) -> _Begun:
    """Return the run that --resume names, as it was planned."""
    from audit import gate
    from audit.plan import Plan

    asked = gate.asked(options)
    store = _store(options, must_exist=True)
    run = store.run(options["resume"])
    plan, base = gate.with_waivers(Plan.model_validate(run.plan), options["waivers"]), Path(run.base)
    _check(plan, base)
    return _Begun(store, run, plan, base, _held_against(asked, options, store, run.kind, run.name))


def _begun(kind: str, planned: Any, script: AxeScript, screen: Screen, options: Mapping[str, Any]) -> _Begun:
    """Plan an audit, check what can be checked before it, and begin its run."""
    from audit import gate
    from web_checks import carried, sites

    since, asked = options["since"], gate.asked(options)
    plan, base = planned()
    plan = gate.with_waivers(_with_options(plan, options), options["waivers"])
    _check(plan, base)
    if since:
        carried.for_folders(plan)
    if any(site_.folder is None for site_ in plan.sites):
        for note in sites.notes(plan.web.contact):
            screen.say(note)
    store = _store(options, must_exist=bool(since or (options["baseline"] and asked.before is None)))
    asked = _held_against(asked, options, store, kind, plan.name)
    earlier = carried.earlier(store, since, plan) if since else None
    run = store.run(_start(store, kind, plan, base, script, earlier))
    return _Begun(store, run, plan, base, asked)


def _and_then(problem: Text, run: str) -> Text:
    """Return a problem that keeps a run from its end, with how to go on once it is mended."""
    return Text(
        f"{problem.zh}，再用 --resume {run} 继续（已完成的都保存着）",
        f"{problem.en}, then go on with --resume {run} (what was done is kept)",
    )


def _score(store: Store, run: str, plan: Plan, base: Path) -> None:
    from audit.assess import score_run
    from geo_checks import command as streets

    score_run(store, run, plan, base, _rules(), streets.divisions(store, run))


def _report_so_far(store: Store, run: Run, plan: Plan, base: Path, screen: Screen, options: Mapping[str, Any]) -> None:
    """Write the partial report of an interrupted run; what keeps it from being written is told, and no more."""
    from reports.summary import build

    try:
        _score(store, run.id, plan, base)
        written = _write(build(store, run.id, _rules()), options["out"], screen, options["formats"], plan.language)
    except StepfreeError as error:
        screen.complain(error.problems)
    else:
        screen.result(Text(f"部分报告：{written}", f"Partial report: {written}").to(screen.lang))


def _with_options(plan: Plan, options: Mapping[str, Any]) -> Plan:
    chosen = {
        "max_pages": options["max_pages"],
        "max_documents": options["max_documents"],
        "depth": Depth(options["depth"]) if options["depth"] else None,
        "ocr": options["ocr"] or None,
        "driver": options["driver"],
        "webdriver": options["webdriver"],
        "capabilities": str(options["capabilities"].resolve()) if options["capabilities"] else None,
    }
    web = plan.web.model_copy(update={name: value for name, value in chosen.items() if value is not None})
    capped = {"max_pages": options["max_pages"]} if options["max_pages"] else {}
    shapes = plan.street.service_areas or any(_format(name).shapes for name in options["formats"])
    asked = {
        "web": web,
        "street": plan.street.model_copy(update={"service_areas": shapes}),
        "sites": tuple(site_.model_copy(update=capped) for site_ in plan.sites),
    }
    return plan.model_copy(update=asked)


def _check(plan: Plan, base: Path) -> None:
    """Raise UsageError with every problem that can be seen before an audit begins."""
    from audit import complaints, standards
    from geo_checks import command as streets
    from web_checks import command as websites
    from web_checks.apps import command as apps

    problems = [*websites.problems(plan, base), *apps.problems(plan, base), *streets.problems(plan, base)]
    for look in (
        lambda: standards.check_tests(standards.load_web(plan.web.standard, base), _rules()),
        lambda: complaints.load_all(plan, base),
    ):
        try:
            look()
        except UsageError as error:
            problems.extend(error.problems)
    if problems:
        raise UsageError(*problems)


def _store(options: Mapping[str, Any], *, must_exist: bool = False) -> Store:
    from audit.store import Store

    if options["database"]:
        return Store(options["database"])
    path: Path = options["out"] / DATABASE
    if must_exist and not path.is_file():
        raise UsageError(
            Text(
                f"没有审计数据库 {path}；用 --out 指明它所在的文件夹",
                f"there is no audit database {path}; name its folder with --out",
            )
        )
    return Store.at(path)


def _start(store: Store, kind: str, plan: Plan, base: Path, script: AxeScript, since: str | None) -> str:
    versions = {"stepfree": __version__, "python": platform.python_version(), "axe-core": script.version}
    shown = plan.model_dump(mode="json", by_alias=True)
    return store.start_run(kind, plan.name, shown, base.resolve(), versions, datetime.now(UTC), since)


def _gather(store: Store, run: Run, plan: Plan, base: Path, script: AxeScript, screen: Screen) -> int:
    """Observe and judge streets and websites; return 0, or the exit code of an interruption."""
    from geo_checks import command as streets
    from web_checks import command as websites
    from web_checks.apps import command as apps

    code = streets.gather(store, run, plan, base, screen)
    if plan.apps and not code:
        code = apps.gather(store, run, plan, base, script, screen)
    if not code:
        code = websites.gather(store, run, plan, base, script, screen)
    if code:
        store.set_state(run.id, "interrupted", datetime.now(UTC))
        screen.say(
            Text(
                f"已中断，已完成的都保存了；用 --resume {run.id} 继续",
                f"interrupted; what was done is kept; go on with --resume {run.id}",
            )
        )
    return code


def _rules() -> dict[str, Rule]:
    from web_checks.apps import command as apps
    from web_checks.jobs import Shelves

    return {**Shelves.all().rules, **apps.rules()}


def _write(summary: Summary, out: Path, screen: Screen, formats: Sequence[str], language: Lang) -> Path:
    """Write the formats; return the file to open first."""
    written = []
    for format_ in map(_format, formats or USUAL):
        written.append(format_.write(summary, out, language))
        screen.say(Text(f"{format_.title.zh}：{written[-1]}", f"{format_.title.en}: {written[-1]}"))
    return written[0]


def _format(name: str) -> Format:
    if name != PDF:
        return FORMATS[name]
    from reports import pdf
    from web_checks import paper

    return pdf.printed(paper.print_pdf)


def _hear(store: Store, run: str, plan: Plan, base: Path, seen: snapshot.Snapshot, screen: Screen) -> None:
    """Match the complaints that the plan names with the pages and facilities of a run, and tell how many are left."""
    from audit import complaints
    from geo_checks import command as streets
    from web_checks.complaints import KnownPages

    if not plan.complaints:
        return
    facilities = streets.known_facilities(store, run)
    pages = KnownPages([] if seen.pages is None else zip(seen.pages["site"], seen.pages["page"], strict=True))
    found = complaints.about(complaints.load_all(plan, base), facilities.find, pages.find)
    told = complaints.keep(store, run, found, seen)
    total, left = len(told.tickets), len(told.unmatched)
    screen.say(
        Text(
            f"投诉 {total} 件，对应到网页或设施 {total - left} 件，其余 {left} 件没有对应上",
            f"complaints: {total}; {total - left} are about its pages or facilities, {left} about nothing",
        )
    )


def _held_against(asked: gate.Asked, options: Mapping[str, Any], store: Store, kind: str, name: str) -> gate.Asked:
    """Read a baseline out of the database before the audit begins: what is wrong with it is told at once."""
    from audit import gate

    if not options["baseline"] or asked.before is not None:
        return asked
    return dataclasses.replace(asked, before=gate.earlier(options["baseline"], store, kind, name))


def _gate(verdict: gate.Verdict, screen: Screen) -> None:
    """Exit with 3 when what was asked was not covered, with 1 when the gate that was asked for fails."""
    if verdict.counts is not None:
        screen.result(verdict.counts.to(screen.lang))
    for note in verdict.notes:
        screen.say(note)
    for line in verdict.failed:
        screen.result(one_line(line.to(screen.lang)))
    screen.complain(verdict.incomplete)
    if verdict.code:
        raise SystemExit(verdict.code)


# ---- the other commands


@stepfree.command()
@click.argument("run", default="latest")
@_shared
def report(run: str, **options: Any) -> None:
    """Write the report of a RUN again (default: the latest), in any format."""
    from audit.plan import Plan
    from reports.summary import build

    screen = screen_for(options["lang"], quiet=options["quiet"], no_color=options["no_color"])
    with telling(screen):
        store = _store(options, must_exist=True)
        try:
            found = store.run(run)
            plan = Plan.model_validate(found.plan)
            if found.state != "finished":
                raise IncompleteError(
                    Text(
                        f"运行 {found.id} 还没有完成；用 --resume {found.id} 继续",
                        f"run {found.id} is not finished; go on with --resume {found.id}",
                    )
                )
            if store.reviews():  # what people said since counts in the scores as it does in all else
                _score(store, found.id, plan, Path(found.base))
            summary = build(store, found.id, _rules())
            written = _write(summary, options["out"], screen, options["formats"], plan.language)
            screen.result(Text(f"报告：{written}", f"Report: {written}").to(screen.lang))
        finally:
            store.close()


@stepfree.command()
@click.argument("filled", metavar="LIST", type=click.Path(path_type=Path))
@click.option("--run", default="latest", show_default=True, help="The run that the list is of.")
@stored
def review(filled: Path, run: str, lang: str | None, **options: Any) -> None:
    """Read a filled-in rectification LIST (.xlsx, .csv) back: verdicts, waivers, claims. Scores count them at once."""
    from audit.plan import Plan
    from reports.summary import build
    from reports.taken_in import take_in

    screen = screen_for(lang, quiet=False, no_color=False)
    with telling(screen):
        store = _store(options, must_exist=True)
        try:
            found = store.run(run)
            taken = take_in(build(store, found.id, _rules()), filled, datetime.now(UTC))
            for note in taken.notes:
                screen.say(note)
            _score(store, found.id, Plan.model_validate(found.plan), Path(found.base))
            screen.result(
                Text(
                    f"复核意见 {taken.said} 条，其中新的 {taken.new} 条；得分已更新，用 stepfree report 重写报告",
                    f"{taken.said} reviews, {taken.new} of them new; scores are up to date: write the report again "
                    "with stepfree report",
                ).to(screen.lang)
            )
        finally:
            store.close()


@stepfree.command()
@click.argument("before")
@click.argument("now", default="latest")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@stored
def compare(before: str, now: str, lang: str | None, form: str, **options: Any) -> None:
    """Tell what changed from one audit to another (runs, or findings.json files), and why the scores did."""
    from audit import baseline, gate, standards
    from reports import comparison
    from reports.sinks import json_text

    screen = screen_for(lang, quiet=False, no_color=True)
    with telling(screen):
        store = None if gate.is_file(before) and gate.is_file(now) else _store(options, must_exist=True)
        try:
            first, second = (gate.audit_named(name, store) for name in (before, now))
            change = baseline.compare(first, second)
            if form == "json":
                screen.result(json_text(comparison.as_data(first, second, change), indent=2))
            else:
                screen.result("\n".join(comparison.lines(first, second, change, standards.criteria(), screen.lang)))
        finally:
            if store is not None:
                store.close()


@stepfree.command()
@click.argument("rule_id", metavar="[ID]", required=False)
@click.option("--lang", type=click.Choice([lang.value for lang in Lang]))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--no-color", is_flag=True)
def rules(rule_id: str | None, lang: str | None, form: str, *, no_color: bool) -> None:
    """List the rules, or explain one: whom the barrier hurts, clauses, how to mend it."""
    from audit import standards
    from reports.rule_card import as_json as card_json
    from reports.rule_card import explained, listed

    screen = screen_for(lang, quiet=False, no_color=no_color)
    with telling(screen):
        known = {**_rules(), **standards.requirements()}
        if rule_id is not None and rule_id not in known:
            near = difflib.get_close_matches(rule_id, known, n=3)
            zh, en = (
                (f"相近的有 {'、'.join(near)}", f"near it: {', '.join(near)}") if near else (_LISTED.zh, _LISTED.en)
            )
            raise UsageError(Text(f"没有规则 {rule_id}；{zh}", f"there is no rule {rule_id}; {en}"))
        chosen = [known[rule_id]] if rule_id else [known[name] for name in sorted(known)]
        if form == "json":
            screen.result(json.dumps([card_json(rule) for rule in chosen], ensure_ascii=False, indent=2))
        elif rule_id:
            screen.result(explained(chosen[0], screen.lang))
        else:
            listed(chosen, screen)


@stepfree.command()
@click.argument("file")
@click.option("--layer", help="Layer, worksheet or table; default: each of them.")
@click.option("--query", help="PostGIS: a SELECT instead of --layer.")
@click.option("--password", metavar="env:NAME", help="PostGIS: the environment variable with the password.")
@click.option("--encoding", help="Of its text, e.g. GBK.")
@click.option("--header", type=click.IntRange(1), help="Row of a worksheet that names its columns.")
@click.option("--lang", type=click.Choice([lang.value for lang in Lang]))
@click.option("--json", "as_json", is_flag=True, help="The profile as JSON, without the draft.")
def layers(file: str, lang: str | None, *, as_json: bool, **given: Any) -> None:
    """Look into a map FILE (or postgresql://...) and draft the plan's [[layer]] tables for it."""
    from geo_checks import draft, profile, profile_data
    from reports.sinks import json_text

    screen = screen_for(lang, quiet=False, no_color=True)
    with telling(screen):
        found = profile.profile(profile.named(file, **given), file)
        screen.result(json_text(profile_data.as_data(found), indent=2) if as_json else draft.draft(found, screen.lang))


@stepfree.command()
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice([lang.value for lang in Lang]))
def form(kind: str, file: Path, lang: str | None) -> None:
    """Write a survey form (XLSX) for a KIND of facility, and print the [[layer]] table that reads it back."""
    from geo_checks import survey_form

    screen = screen_for(lang, quiet=False, no_color=True)
    with telling(screen):
        screen.result(survey_form.write(kind, file, screen.lang))


@stepfree.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice([lang.value for lang in Lang]))
def init(folder: Path, lang: str | None) -> None:
    """Write a commented plan.toml (and its JSON Schema for editors) into FOLDER."""
    from audit import plan as plans

    screen = screen_for(lang, quiet=False, no_color=False)
    with telling(screen):
        path = plans.write_template(folder, screen.lang)
        screen.result(
            Text(
                f"已写好 {path}；填好后运行 stepfree district {path}",
                f"wrote {path}; fill it in, then run stepfree district {path}",
            ).to(screen.lang)
        )


@stepfree.command()
@click.option("--lang", type=click.Choice([lang.value for lang in Lang]))
@click.option("--out", type=click.Path(path_type=Path), default=Path("stepfree-out"), show_default=True)
def doctor(lang: str | None, out: Path) -> None:
    """Look whether this machine has what an audit needs, and say how to mend what it lacks."""
    from web_checks import doctor as web_doctor

    screen = screen_for(lang, quiet=False, no_color=False)
    with telling(screen):
        lacking = False
        for check in web_doctor.checks(out):
            mark = {True: "✓", False: "✗", None: "?"}[check.ok]
            screen.result(f"{mark} {check.name.to(screen.lang)}  {check.detail}")
            if check.mend is not None:
                screen.result(f"    → {check.mend.to(screen.lang)}")
            lacking = lacking or check.ok is False
        if lacking:
            raise SystemExit(EXIT_INCOMPLETE)


def _terminated(number: int, _frame: object) -> None:
    raise SystemExit(SIGNALS[signal.Signals(number)])


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGTERM, _terminated)
    # Libraries tell their own troubles to logging; what matters of them is an outcome in the record.
    logging.getLogger("usp").addHandler(logging.NullHandler())
    logging.getLogger("usp").propagate = False
    stepfree()


if __name__ == "__main__":
    main()
