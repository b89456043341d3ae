"""All use cases of a server, as the API gets them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from reelwright.config import Settings
from reelwright.domain.catalog import Catalog
from reelwright.domain.stats import Stats
from reelwright.service.accounts import Accounts
from reelwright.service.administration import Administration
from reelwright.service.assets import Assets, Reviews
from reelwright.service.callbacks import Callbacks
from reelwright.service.files import Files
from reelwright.service.keys import Authenticator
from reelwright.service.submit import Submissions
from reelwright.service.tasks import Tasks
from reelwright.service.uploads import Uploads
from reelwright.service.webhooks import Webhooks


@dataclass(frozen=True, slots=True)
class Services:
    """What the API may ask for.

    check_ready: raises Unavailable, naming the part that can't serve. is_outage: tells whether an error means that the
    database, the blob store or the disk is in trouble, and trying again helps. stats: tells what waits, what runs and who works.
    """

    settings: Settings
    catalog: Catalog
    authenticator: Authenticator
    submissions: Submissions
    tasks: Tasks
    files: Files
    uploads: Uploads
    accounts: Accounts
    administration: Administration
    assets: Assets
    reviews: Reviews
    webhooks: Webhooks
    callbacks: Callbacks
    check_ready: Callable[[], Awaitable[None]]
    is_outage: Callable[[BaseException], bool]
    stats: Callable[[], Awaitable[Stats]]
