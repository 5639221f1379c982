"""The tables of a plan on apps: dumps of their screens, or a server that opens them, and whom they serve."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote, urlsplit

from pydantic import Field, model_validator

from audit.model import Text
from audit.plan_tables import Table
from audit.plan_web import APP, Site
from audit.problems import state


class App(Table):
    """An app or mini-program and the district it serves; its screens are read from files, or walked through live."""

    id: str
    name: str
    name_en: str | None = None
    district: str | None = Field(None, description="Code of the division that the app serves")
    files: tuple[str, ...] = Field(
        (),
        description="Dumps of screens (uiautomator XML, XCUITest source, uitest JSON) with their screenshots, or the "
        "source of a WeChat mini-program: files, folders or .zip",
    )
    density: float | None = Field(
        None, gt=0, le=1000, description="Dots per inch of the screen (adb shell wm density): Android and HarmonyOS"
    )
    elder: Literal["version", "standalone"] | None = Field(
        None,
        description="It is the version for older people of an app (version), or an app for them alone (standalone)",
    )
    home: str | None = Field(None, description="Name of the start screen; by default the first one")
    language: str | None = Field(None, description="Language that the app is set to, e.g. zh-CN")
    appium: str | None = Field(None, description="Address of an Appium server that opens the app")
    capabilities: str | None = Field(None, description="JSON file with the W3C capabilities to ask the server for")
    steps: str | None = Field(None, description="TOML file with the steps that lead through the screens")
    record: str | None = Field(None, description="Folder that the dumps of a live walk are written to")

    @model_validator(mode="after")
    def _from_files_or_live(self) -> App:
        problems = []
        if not self.files and self.appium is None:
            problems.append(
                Text(
                    f"[[app]] {self.id}：请写 files（界面文件），或 appium、capabilities、steps（现场走查）",
                    f"[[app]] {self.id}: name files, or appium, capabilities and steps for a live walk",
                )
            )
        if self.appium is not None:
            lacking = [name for name in ("capabilities", "steps", "record") if getattr(self, name) is None]
            if lacking:
                problems.append(
                    Text(
                        f"[[app]] {self.id}：用 appium 还要写 {'、'.join(lacking)}",
                        f"[[app]] {self.id}: with appium, name {', '.join(lacking)} too",
                    )
                )
            problems += _address_problems(self.id, self.appium)
        state(problems)
        return self

    @property
    def as_site(self) -> Site:
        """Return the app as reports, scores and owners see it: a site whose pages are its screens."""
        site = Site(
            id=self.id,
            name=self.name,
            name_en=self.name_en,
            url=f"app://{quote(self.id, safe='')}/",
            district=self.district,
        )
        return site.model_copy(update={"site_class": APP})  # a class that a plan cannot give a website


def _address_problems(app: str, address: str) -> list[Text]:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return [
            Text(
                f"[[app]] {app}：appium 要写 http(s) 网址，例如 http://127.0.0.1:4723",
                f"[[app]] {app}: appium takes an http(s) address, for example http://127.0.0.1:4723",
            )
        ]
    if "@" in parts.netloc:  # the plan is kept with the results
        return [
            Text(
                f"[[app]] {app}：计划会随结果保存，网址里不能写用户名和密码",
                f"[[app]] {app}: plans are kept with the results, so no user name or password in the address",
            )
        ]
    return []
