"""What can be asked for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from reelwright.api.auth import caller_of
from reelwright.api.responses import json_answer
from reelwright.domain.access import Scope
from reelwright.domain.catalog import Catalog, Model
from reelwright.errors import InvalidRequest, NotFound
from reelwright.service.services import Services
from reelwright.wire.seedance.answers import ModelList, ModelObject, ModelSchema
from reelwright.wire.seedance.schema import submit_schema


async def list_models(request: Request, services: Services) -> Response:
    """List the models; with `expand=parameters` each with the JSON Schema of its requests."""
    await caller_of(request, services, Scope.READ)
    expand = _expand(request)
    found: ModelList = {
        "object": "list",
        "data": [_model_object(model, expand=expand) for model in services.catalog.models],
    }
    return json_answer(found)


async def get_model(request: Request, services: Services) -> Response:
    """Return one model, by id or alias."""
    await caller_of(request, services, Scope.READ)
    model = _find(services, request.path_params["model"])
    return json_answer(_model_object(model, expand=_expand(request)))


async def model_schema(request: Request, services: Services) -> Response:
    """Return the JSON Schema of what a model takes."""
    await caller_of(request, services, Scope.READ)
    operation = request.query_params.get("operation", "video_generation")
    if operation != "video_generation":
        raise InvalidRequest.one("operation", f"operation must be video_generation, got {operation[:40]!r}")
    name = request.query_params.get("model")
    if not name:
        raise InvalidRequest.one("model", "model is required: the id of a model, see GET /v1/models")
    model = _find(services, name)
    found: ModelSchema = {"model": model.id, "operation": "video_generation", "input_schema": _schema(model)}
    return json_answer(found)


def model_names(catalog: Catalog) -> list[str]:
    """Return every name that a submit may give."""
    return [name for model in catalog.models for name in (model.id, *model.aliases)]


def _find(services: Services, name: str) -> Model:
    model = services.catalog.find(name)
    if model is None:
        listed = ", ".join(model.id for model in services.catalog.models)
        raise NotFound(f"there is no model {name[:80]!r}; the models are: {listed}", param="model")
    return model


def _expand(request: Request) -> bool:
    asked = request.query_params.get("expand")
    if asked not in (None, "", "parameters"):
        raise InvalidRequest.one("expand", f"expand must be parameters, got {asked[:40]!r}")
    return asked == "parameters"


def _schema(model: Model) -> dict[str, object]:
    durations = (model.min_duration, model.max_duration)
    return submit_schema((model.id, *model.aliases), model.resolutions, durations)


def _model_object(model: Model, *, expand: bool) -> ModelObject:
    found: ModelObject = {
        "id": model.id,
        "object": "model",
        "created": model.created,
        "owned_by": model.owned_by,
        "category": "video",
        "description": model.description,
        "aliases": list(model.aliases),
        "resolutions": list(model.resolutions),
        "min_duration": model.min_duration,
        "max_duration": model.max_duration,
    }
    if expand:
        found["parameters"] = _schema(model)
    return found
