"""The composition root: with `core` the only place that knows concrete classes."""

from __future__ import annotations

import asyncio
from typing import Final

from reelwright.api.mapping import task_object
from reelwright.catalog_file import upstream_options
from reelwright.config import Settings
from reelwright.core import Core
from reelwright.domain.asset import ReviewPolicy
from reelwright.domain.request import MAX_EXPIRY
from reelwright.errors import Unavailable
from reelwright.media.address import AddressPolicy, safe_client
from reelwright.service.accounts import Accounts
from reelwright.service.administration import Administration
from reelwright.service.assets import Assets, Reviews, active_assets
from reelwright.service.intake import Intake
from reelwright.service.keys import Authenticator
from reelwright.service.moderation import open_moderation
from reelwright.service.queue_gate import QueueGate
from reelwright.service.remembered import Announced
from reelwright.service.services import Services
from reelwright.service.submit import Submissions
from reelwright.service.tasks import Tasks
from reelwright.service.uploads import Uploads
from reelwright.service.webhooks import Webhooks
from reelwright.store.accounts import AccountStore
from reelwright.store.assets import AssetStore
from reelwright.store.audit import read_audit
from reelwright.store.fleet import FleetStore
from reelwright.store.ledger import LedgerStore
from reelwright.store.retention import RetentionStore
from reelwright.store.submit_once import OnceStore
from reelwright.store.webhooks import WebhookStore
from reelwright.wire.seedance.answers import enveloped
from reelwright.worker.child import ChildLimits
from reelwright.worker.engines import Engines
from reelwright.worker.forwarding import Forwarding
from reelwright.worker.janitor import Janitor
from reelwright.worker.making import Workshop
from reelwright.worker.patience import is_infrastructure
from reelwright.worker.pipeline import Pipeline
from reelwright.worker.places import WorkPlaces
from reelwright.worker.pool import ChildPool
from reelwright.worker.prepare import Preparer
from reelwright.worker.presence import Presence
from reelwright.worker.publish import Publisher
from reelwright.worker.review import ReviewDesk
from reelwright.worker.runner import Worker
from reelwright.worker.scrutiny import FacePolicy, Scrutiny
from reelwright.worker.tidying import Tidier
from reelwright.worker.webhooks import WebhookSender

_MANUAL_SECONDS: Final = 90 * 86_400


def make_services(core: Core) -> Services:
    """Build the use cases that the API offers."""

    async def check_ready() -> None:
        try:
            async with asyncio.timeout(3), core.pool.connection() as connection:
                await connection.execute("SELECT 1")
        except Exception as error:
            raise Unavailable(f"the database does not answer: {error}") from error

    settings = core.settings
    fleet = FleetStore(core.pool)
    tasks = Tasks(core.tasks, core.feed, core.blobs)
    uploads = Uploads(core.uploads, core.blobs, settings.upload_ttl)
    # A picture that came in a request must outlast the task that needs it.
    assets = Assets(asset_store(core), core.blobs, core.catalog, _review_deadline(settings))
    intake = Intake(
        core.files,
        uploads,
        max(settings.upload_ttl, settings.task_deadline, MAX_EXPIRY) + 3600,
        assets.active,
    )
    return Services(
        settings=settings,
        catalog=core.catalog,
        authenticator=Authenticator(core.keys, core.feed),
        submissions=Submissions(
            core.tasks,
            OnceStore(core.pool, core.tasks),
            intake,
            core.catalog,
            settings.engines,
            settings.task_deadline,
            open_moderation(settings.moderation_words, settings.moderation_url),
            core.upstreams.paused,
            gate=QueueGate(core.tasks.waiting, settings.queue_limit),
            announced=Announced(fleet.engines).get,
        ),
        tasks=tasks,
        webhooks=Webhooks(WebhookStore(core.pool), tasks),
        callbacks=core.callbacks,
        files=core.files,
        uploads=uploads,
        accounts=Accounts(LedgerStore(core.pool)),
        administration=make_administration(core),
        assets=assets,
        reviews=make_reviews(core),
        check_ready=check_ready,
        is_outage=is_infrastructure,
        stats=fleet.stats,
    )


def make_administration(core: Core) -> Administration:
    """Build the use cases of administrators."""
    return Administration(
        AccountStore(core.pool),
        core.keys,
        LedgerStore(core.pool),
        lambda account_id, after: read_audit(core.pool, account_id, after),
        core.catalog,
    )


def make_reviews(core: Core) -> Reviews:
    """Build the use cases of those who decide on assets."""
    return Reviews(asset_store(core), core.blobs)


def asset_store(core: Core) -> AssetStore:
    """Return the table of assets; what a review decided is kept as long as any task."""
    return AssetStore(core.pool, core.tasks, core.settings.task_ttl)


def _review_deadline(settings: Settings) -> int:
    # A person may be on holiday; nothing is held for a review while it waits.
    patience = _MANUAL_SECONDS if ReviewPolicy(settings.asset_review) is ReviewPolicy.MANUAL else 0
    return max(settings.task_deadline, patience)


def make_worker(core: Core) -> Worker:
    """Build a worker for the engines that the settings name; start it, and stop it before the core closes."""
    settings = core.settings
    limits = ChildLimits(
        memory=settings.render_memory, deadline=settings.render_deadline, silence=settings.render_silence
    )
    upstreams = [upstream for upstream in core.catalog.upstreams if upstream.name in settings.engines]
    engines = Engines(
        settings.engines,
        ChildPool(limits, settings.render_slots),
        {upstream.name: (upstream.engine, upstream_options(upstream)) for upstream in upstreams},
    )
    places = WorkPlaces(settings.data_dir)
    publisher = Publisher(core.blobs)
    assets = asset_store(core)
    moderation = open_moderation(settings.moderation_words, settings.moderation_url)
    scrutiny = Scrutiny(FacePolicy(settings.face_policy), moderation)
    preparer = Preparer(
        core.files,
        core.blobs,
        AddressPolicy.allowing(settings.media_hosts),
        active_assets(assets),
        public_url=settings.public_url,
        callback=core.callbacks.address,
    )
    shop = Workshop(
        tasks=core.tasks,
        catalog=core.catalog,
        engines=engines,
        places=places,
        preparer=preparer,
        scrutiny=scrutiny,
        reviews=ReviewDesk(
            assets, core.blobs, places, preparer, scrutiny, ReviewPolicy(settings.asset_review)
        ),
        publisher=publisher,
        result_ttl=settings.result_ttl,
        forwarding=Forwarding(
            core.upstreams,
            core.tasks,
            core.catalog,
            settings.engines,
            Announced(FleetStore(core.pool).engines).get,
        ),
    )
    return Worker(
        queue=core.queue,
        jobs=core.jobs,
        pipeline=Pipeline(shop, core.feed, attempts=settings.attempts),
        engines=engines,
        places=places,
        chores=(
            Janitor(core.pool, core.jobs, core.tasks, dead_workers=core.dead_workers),
            Tidier(
                core.tasks,
                core.uploads,
                RetentionStore(core.pool),
                core.blobs,
                task_ttl=settings.task_ttl,
            ),
            Presence(FleetStore(core.pool), settings.engines, settings.render_slots),
            _webhook_sender(core),
        ),
        slots=settings.render_slots,
        remote_slots={upstream.name: upstream.concurrency for upstream in upstreams},
    )


def _webhook_sender(core: Core) -> WebhookSender:
    policy = AddressPolicy.allowing(core.settings.media_hosts)
    return WebhookSender(
        WebhookStore(core.pool),
        core.tasks,
        core.feed,
        safe_client(policy),
        lambda task: enveloped(task_object(task, core.files)),
    )
