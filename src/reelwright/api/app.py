"""The application, with every route on one page."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import FastAPI
from starlette import routing
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.errors import write_error
from reelwright.api.front import Front
from reelwright.api.openapi import openapi_document
from reelwright.api.parameters import (
    AFTER,
    ASSET_FILTER,
    CREATED_FROM,
    CREATED_UNTIL,
    CURSOR,
    END,
    EXPAND,
    FORMAT,
    GROUP_BY,
    IDEMPOTENCY_KEY,
    LANGUAGE,
    LAST_EVENT_ID,
    LIMIT,
    MODEL,
    OF_ACCOUNT,
    OF_MODEL,
    OPERATION,
    PLACE,
    RANGE,
    RESPONSE_VERSION,
    START,
    STATUS,
    TEST_ORDERS,
    WAIT,
)
from reelwright.api.rates import Rates
from reelwright.api.routes import (
    accounts,
    admin,
    assets,
    callbacks,
    docs,
    files,
    health,
    models,
    tasks,
    uploads,
    videos,
    webhooks,
)
from reelwright.api.routes.models import model_names
from reelwright.api.table import OBJECT, Route
from reelwright.errors import ReelwrightError
from reelwright.service.services import Services
from reelwright.wire.admin.answers import (
    AccountAnswer,
    AccountsAnswer,
    KeyAnswer,
    KeysAnswer,
    LedgerAnswer,
)
from reelwright.wire.admin.bodies import ACCOUNT_BODY, GRANT_BODY, KEY_BODY, REASON_BODY, ROTATE_BODY
from reelwright.wire.seedance.answers import (
    Balance,
    DeletedAnswer,
    Health,
    ModelList,
    ModelObject,
    ModelSchema,
    SubmitAnswer,
    TaskAnswer,
    TaskPageAnswer,
    TasksAnswer,
    UploadAnswer,
    UsageAnswer,
    VersionedSubmitAnswer,
)
from reelwright.wire.seedance.asset_answers import (
    AssetAnswer,
    AssetPageAnswer,
    GroupAnswer,
    GroupPageAnswer,
    ReviewSubmitAnswer,
)
from reelwright.wire.seedance.assets import ASSET_CHANGE_BODY, ASSETS_BODY, GROUP_BODY, GROUP_CHANGE_BODY
from reelwright.wire.seedance.deliveries import DeliveriesAnswer, DeliveryAnswer
from reelwright.wire.seedance.schema import BATCH_BODY, SUBMIT_BODY, UPLOAD_BODY

# The most frequent come first: routes are tried in this order.
ROUTES: Final = (
    Route("GET", "/v1/tasks/{task_id}", tasks.get_task, TaskAnswer, (400, 404), params=(LANGUAGE, WAIT), tag="tasks"),
    Route("POST", "/v1/videos/generations", videos.submit, SubmitAnswer, (400, 402, 409, 413, 415, 503), SUBMIT_BODY,
          params=(IDEMPOTENCY_KEY, RESPONSE_VERSION, TEST_ORDERS), also=((202, VersionedSubmitAnswer),)),
    Route("GET HEAD", "/f/{path:path}", files.get_file, "application/octet-stream", (404, 416), params=(RANGE,), key=False,
          also=((206, "application/octet-stream"), (304, None)), tag="files"),
    Route("GET", "/v1/tasks", tasks.list_tasks, TaskPageAnswer, (400,),
          params=(STATUS, MODEL, CREATED_FROM, CREATED_UNTIL, LIMIT, CURSOR), tag="tasks"),
    Route("POST", "/v1/tasks/batch", tasks.batch, TasksAnswer, (400, 413, 415), BATCH_BODY, tag="tasks"),
    Route("DELETE", "/v1/tasks/{task_id}", tasks.delete, DeletedAnswer, (404, 409), tag="tasks"),
    Route("POST", "/v1/tasks/{task_id}/cancel", tasks.cancel, TaskAnswer, (404, 409), tag="tasks"),
    Route("GET", "/v1/tasks/{task_id}/events", tasks.events, "text/event-stream", (404,), params=(LAST_EVENT_ID,), tag="tasks"),
    Route("GET", "/v1/tasks/{task_id}/storyboard", tasks.storyboard, OBJECT, (404,), tag="tasks"),
    Route("GET", "/v1/tasks/{task_id}/webhook-deliveries", webhooks.list_deliveries, DeliveriesAnswer, (404,), tag="tasks"),
    Route("POST", "/v1/tasks/{task_id}/webhook-deliveries/{delivery_id}/resend", webhooks.resend, DeliveryAnswer, (404,),
          tag="tasks"),
    Route("POST", "/v1/uploads/images", uploads.upload_image, UploadAnswer, (400, 413, 415), UPLOAD_BODY, tag="uploads"),
    Route("POST", "/v1/uploads/videos", uploads.upload_video, UploadAnswer, (400, 413, 415), UPLOAD_BODY, tag="uploads"),
    Route("POST", "/v1/uploads/audios", uploads.upload_audio, UploadAnswer, (400, 413, 415), UPLOAD_BODY, tag="uploads"),
    Route("GET", "/v1/models", models.list_models, ModelList, (400,), params=(EXPAND,), tag="models"),
    Route("GET", "/v1/models/{model}", models.get_model, ModelObject, (400, 404), params=(EXPAND,), tag="models"),
    Route("GET", "/v1/model-schema", models.model_schema, ModelSchema, (400, 404), params=(OF_MODEL, OPERATION), tag="models"),
    Route("GET", "/v1/balance", accounts.key_balance, Balance, tag="account"),
    Route("GET", "/v1/user/balance", accounts.account_balance, Balance, tag="account"),
    Route("GET", "/v1/usage", accounts.usage, UsageAnswer, (400,), params=(START, END, GROUP_BY, FORMAT),
          also=((200, "text/csv"),), tag="account"),
    Route("POST", "/v1/seedance2/private-avatar", assets.submit_assets, ReviewSubmitAnswer, (400, 404, 413, 415), ASSETS_BODY,
          tag="assets"),
    Route("POST", "/v1/seedance2/private-avatar/assets", assets.submit_assets, ReviewSubmitAnswer, (400, 404, 413, 415),
          ASSETS_BODY, tag="assets"),
    Route("GET", "/v1/seedance2/private-avatar/assets", assets.list_assets, AssetPageAnswer, (400,), params=ASSET_FILTER,
          tag="assets"),
    Route("GET", "/v1/seedance2/private-avatar/assets/{asset_id}", assets.get_asset, AssetAnswer, (404,), tag="assets"),
    Route("PATCH", "/v1/seedance2/private-avatar/assets/{asset_id}", assets.rename_asset, AssetAnswer, (400, 404, 413, 415),
          ASSET_CHANGE_BODY, tag="assets"),
    Route("DELETE", "/v1/seedance2/private-avatar/assets/{asset_id}", assets.delete_asset, DeletedAnswer, (404, 409),
          tag="assets"),
    Route("POST", "/v1/seedance2/private-avatar/groups", assets.create_group, GroupAnswer, (400, 413, 415), GROUP_BODY,
          tag="assets"),
    Route("GET", "/v1/seedance2/private-avatar/groups", assets.list_groups, GroupPageAnswer, (400,), params=PLACE, tag="assets"),
    Route("GET", "/v1/seedance2/private-avatar/groups/{group_id}", assets.get_group, GroupAnswer, (404,), tag="assets"),
    Route("PATCH", "/v1/seedance2/private-avatar/groups/{group_id}", assets.change_group, GroupAnswer, (400, 404, 413, 415),
          GROUP_CHANGE_BODY, tag="assets"),
    Route("DELETE", "/v1/seedance2/private-avatar/groups/{group_id}", assets.delete_group, DeletedAnswer, (404, 409),
          tag="assets"),
    Route("GET", "/v1/admin/assets", assets.list_reviews, AssetPageAnswer, (400,), params=ASSET_FILTER, tag="admin"),
    Route("POST", "/v1/admin/assets/{asset_id}/approve", assets.approve, AssetAnswer, (404, 409), tag="admin"),
    Route("POST", "/v1/admin/assets/{asset_id}/reject", assets.reject, AssetAnswer, (400, 404, 409, 413, 415), REASON_BODY,
          tag="admin"),
    Route("POST", "/v1/seedance2/real-avatar", accounts.real_avatar, None, (501,), tag="assets"),
    Route("GET", "/v1/admin/accounts", admin.list_accounts, AccountsAnswer, tag="admin"),
    Route("POST", "/v1/admin/accounts", admin.create_account, AccountAnswer, (400, 409, 413, 415), ACCOUNT_BODY, tag="admin"),
    Route("GET", "/v1/admin/accounts/{account_id}", admin.get_account, AccountAnswer, (404,), tag="admin"),
    Route("POST", "/v1/admin/accounts/{account_id}/grants", admin.grant, AccountAnswer, (400, 404, 409, 413, 415), GRANT_BODY,
          tag="admin"),
    Route("GET", "/v1/admin/keys", admin.list_keys, KeysAnswer, (404,), params=(OF_ACCOUNT,), tag="admin"),
    Route("POST", "/v1/admin/keys", admin.create_key, KeyAnswer, (400, 404, 413, 415), KEY_BODY, tag="admin"),
    Route("POST", "/v1/admin/keys/{key_id}/rotate", admin.rotate_key, KeyAnswer, (400, 404, 413), ROTATE_BODY, tag="admin"),
    Route("DELETE", "/v1/admin/keys/{key_id}", admin.revoke_key, KeyAnswer, (404,), tag="admin"),
    Route("GET", "/v1/admin/ledger", admin.verify_ledger, LedgerAnswer, tag="admin"),
    Route("GET", "/v1/admin/audit", admin.export_audit, admin.NDJSON, (400, 404), params=(OF_ACCOUNT, AFTER), tag="admin"),
    Route("POST", "/v1/callbacks/{task_id}/{token}", callbacks.hear, Health, (400, 404), key=False, documented=False),
    Route("GET HEAD", "/healthz", health.healthz, Health, key=False, tag="server"),
    Route("GET HEAD", "/readyz", health.readyz, Health, (503,), key=False, tag="server"),
    Route("GET", "/metrics", health.show_metrics, "text/plain", (401, 403), key=False, tag="server"),
    Route("GET", "/openapi.json", docs.openapi, OBJECT, key=False, tag="server"),
    Route("GET", "/docs", docs.swagger, "text/html", key=False, tag="server"),
    Route("GET", "/llms.txt", docs.index, "text/plain", key=False, tag="server"),
    Route("GET", "/docs/{name}.md", docs.page, "text/markdown", (404,), key=False, tag="server"),
    Route("GET", "/docs/assets/{name}", docs.swagger_file, "application/octet-stream", (404,), key=False, tag="server",
          documented=False),
)  # fmt: skip


def create_app(services: Services) -> FastAPI:
    """Build the application on the given use cases. It opens and closes nothing: whoever made the services does."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    for route in ROUTES:
        app.router.routes.append(_served(route, services))
    app.add_exception_handler(HTTPException, write_error)
    app.add_exception_handler(ReelwrightError, write_error)
    app.add_middleware(Front, is_outage=services.is_outage)
    app.state.rates = Rates()
    document = openapi_document(ROUTES, model_names(services.catalog))
    app.openapi = lambda: document  # type: ignore[method-assign]
    return app


def _served(route: Route, services: Services) -> routing.Route:
    # Plain routes instead of FastAPI's: resolving dependencies and validating by model takes longer than a status read.
    served = routing.Route(route.path, _bound(route, services), methods=route.methods.split())
    # Starlette adds HEAD to GET unasked; a HEAD of an event stream would never end.
    served.methods = set(route.methods.split())
    return served


def _bound(route: Route, services: Services) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def serve(request: Request) -> Response:
        request.state.route = route.path
        return await route.handler(request, services)

    return serve
