"""The tables of a plan on websites: how they are audited, and which."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from audit.model import Depth, Text
from audit.plan_tables import Table
from audit.problems import state

# The classes of what a [[document]] and an [[app]] table name; all others are websites.
DOCUMENTS = "documents"
APP = "app"
WEBSITE = "website"
# The class of what a self-service terminal shows.
KIOSK = "kiosk"
_HEADER_VALUE = re.compile(r"(?:env|basic):[A-Za-z_][A-Za-z0-9_]*")


def _no_secret(value: Any) -> Any:
    """Refuse a header's value that is not the name of a variable; what was written is not shown, it may be a secret."""
    if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
        state(
            [
                Text(
                    '计划里不能写密码或令牌；写 "env:变量名"，或 "basic:变量名"（变量的值为 用户名:密码）',
                    'a plan holds no secret; write "env:NAME", or "basic:NAME" for a variable that holds user:password',
                )
            ]
        )
    return value


class Header(Table):
    """A request header that one origin, and no other, is sent; its value stands in an environment variable."""

    origin: str = Field(description="https://host[:port]")
    name: str = Field("Authorization", description="Name of the header")
    value: Annotated[str, BeforeValidator(_no_secret)] = Field(
        description="env:NAME: the variable's value; basic:NAME: HTTP basic authentication from user:password"
    )


class Site(Table):
    """A website (or the H5 pages of an app) and the district it serves."""

    id: str
    name: str
    name_en: str | None = None
    url: str = Field(description="Start address; with `folder`, the address that the built pages will have")
    folder: str | None = Field(None, description="Folder of built pages, served by stepfree itself")
    district: str | None = Field(None, description="Code of the division that the site serves")
    site_class: Literal["portal", "service", "app-h5", "kiosk"] = Field("portal", alias="class")
    viewport: tuple[Annotated[int, Field(ge=200, le=8000)], Annotated[int, Field(ge=200, le=8000)]] | None = Field(
        None, description="Width and height of the screen in CSS px; by default 1280 × 720, of a kiosk 1080 × 1920"
    )
    max_pages: int | None = Field(None, ge=1)
    addresses: tuple[str, ...] = Field((), description="Audit these addresses and no others; links are not followed")
    staging: bool = Field(
        default=False, description="This is a test copy: its forms may be filled in and sent off (in depth only)"
    )
    include: tuple[str, ...] = Field(
        (), description="Only addresses whose path matches one of these: from its start, * anything, $ the end"
    )
    exclude: tuple[str, ...] = Field((), description="No address whose path matches one of these, e.g. /en/ or *.jsp$")
    max_depth: int | None = Field(None, ge=0, description="Links away from the start page at most")
    max_minutes: float | None = Field(None, gt=0, description="Minutes after which no more page of the site is begun")
    hash_routes: bool = Field(
        default=False, description="A single-page application: #/… and #!/… addresses are pages of their own"
    )
    headers: tuple[Header, ...] = Field((), alias="header")
    storage_state: str | None = Field(
        None,
        description="File with a logged-in browser's state (Playwright storage_state); keep it out of version control",
    )


class DocumentSet(Table):
    """Documents that are audited by themselves: PDF, DOCX, PPTX, XLSX. Reports show them as a site of their own."""

    id: str
    name: str
    name_en: str | None = None
    district: str | None = Field(None, description="Code of the division that the documents serve")
    files: tuple[str, ...] = Field(min_length=1, description="Files, folders (with all below them), http(s) addresses")

    @property
    def as_site(self) -> Site:
        """Return the site that reports show them as."""
        # A [[site]] cannot be of this class.
        return Site.model_construct(
            id=self.id,
            name=self.name,
            name_en=self.name_en,
            url=self.files[0],
            district=self.district,
            site_class=DOCUMENTS,  # type: ignore[arg-type]
        )


class Web(Table):
    """How websites are audited."""

    standard: str = "wcag-2.2"
    level: Literal["A", "AA", "AAA"] = "AA"
    depth: Depth = Depth.SIMPLIFIED
    sample: Annotated[int, Field(ge=1)] | Literal["all"] = Field(
        30, description="Pages of each site that are tested in depth, at most; all: every page, without sampling"
    )
    random_share: float = Field(
        0.1, ge=0, le=1, description="Random pages in that sample, as a part of those chosen by kind and template"
    )
    screenshots: bool | None = Field(
        None, description="Keep a picture of the first occurrence of each fault; by default in depth only"
    )
    ocr: bool = Field(
        default=False, description="Read the words in images, in depth (needs the extra: pip install 'stepfree[ocr]')"
    )
    max_pages: int = Field(100, ge=1)
    max_documents: int = Field(
        20, ge=0, description="Documents (PDF, DOCX, PPTX, XLSX) of each site that are fetched and tested; 0: none"
    )
    workers: int | None = Field(
        None, ge=1, le=32, description="Tabs open at once; left out, as many as cores, memory and container allow"
    )
    delay: float = Field(
        0.5, ge=0, description="Seconds between two requests to one host; robots.txt can only raise it"
    )
    contact: str = Field("", description="Address that the User-Agent names")
    driver: Literal["chromium", "selenium"] = Field(
        "chromium", description="selenium: any WebDriver, through axe-selenium-python, at simplified depth"
    )
    webdriver: str | None = Field(
        None,
        description="Address of a Selenium Grid or Appium server; by default a ChromeDriver of this machine. "
        "One with a password belongs into the environment variable STEPFREE_WEBDRIVER instead",
    )
    capabilities: str | None = Field(None, description="JSON file with the W3C capabilities to ask the WebDriver for")
