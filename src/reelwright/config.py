"""Settings, read once: flags, then `REELWRIGHT_*` in the environment, then the settings file, then defaults.

`Settings` is the one table; the CLI's flags and the reference page are made from it.
"""

from __future__ import annotations

import os
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any, Literal

from platformdirs import user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from reelwright.errors import ConfigError

GIB = 1024**3


def _cores() -> int:
    return os.cpu_count() or 1


class Settings(BaseSettings):
    """Every setting of a server or worker, with its default and what it means."""

    model_config = SettingsConfigDict(env_prefix="REELWRIGHT_", extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="Address that the API listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port that the API listens on; 0 takes a free one.")
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("reelwright"),
        description="Directory of the embedded Postgres, of local blobs and of the first key.",
    )
    database_url: SecretStr | None = Field(
        None, description="Your own Postgres; without it an embedded one runs."
    )
    blob_url: str | None = Field(
        None,
        description="Where results and uploads live: a directory, s3://, gs:// or az:// URL; default in data_dir.",
    )
    public_url: str | None = Field(
        None, description="Base of every address in answers; default: as the caller reached the server."
    )
    behind_proxy: bool = Field(
        False, description="Believe X-Forwarded-Proto and X-Forwarded-Host: a proxy of yours sets them."
    )
    api_key: SecretStr | None = Field(
        None, description="The first key; without it one is made at first start."
    )
    no_worker: bool = Field(False, description="Serve the API only; workers run elsewhere.")
    engines: tuple[str, ...] = Field(
        ("animatic",), description="Engines and upstreams that this process's worker runs."
    )
    catalog_file: Path | None = Field(
        None, description="TOML file with further models and the upstreams that engines forward to."
    )
    rate_limit: int | None = Field(
        None,
        ge=1,
        description="Requests a minute that one key may make; default: no limit. Keys may have their own.",
    )
    render_slots: int = Field(
        default_factory=lambda: max(1, _cores() // 2), ge=1, description="Renders at a time in one worker."
    )
    render_memory: int = Field(
        2 * GIB, ge=256 * 1024**2, description="Bytes of memory that one render may use."
    )
    render_deadline: int = Field(900, ge=1, description="Seconds that one render may take.")
    render_silence: int = Field(60, ge=1, description="Seconds that a render may go without a sign of life.")
    task_deadline: int = Field(
        172_800, ge=60, description="Seconds after submit at which an unfinished task fails."
    )
    result_ttl: int = Field(86_400, ge=60, description="Seconds that the addresses of a result work.")
    upload_ttl: int = Field(259_200, ge=60, description="Seconds that an upload is kept.")
    task_ttl: int = Field(
        2_592_000, ge=3600, description="Seconds after its end that a task can still be asked for."
    )
    attempts: int = Field(3, ge=1, description="How many workers may die on one task before it fails.")
    queue_limit: int = Field(
        100_000, ge=1, description="Tasks that may wait; more are refused with 429 until some have begun."
    )
    metrics_networks: tuple[str, ...] = Field(
        ("127.0.0.0/8", "::1/128"),
        description="Networks that may read /metrics without a key; others need one with the scope admin.",
    )
    metrics_port: int | None = Field(
        None, ge=1, le=65535, description="Port on which a worker without an API serves /metrics, on `host`."
    )
    media_hosts: tuple[str, ...] = Field(
        (), description="Hosts that media and webhooks may reach although their addresses are private."
    )
    asset_review: Literal["auto", "manual"] = Field(
        "auto",
        description="Who decides on assets that pass every check: auto takes them, manual asks an administrator.",
    )
    face_policy: Literal["off", "warn", "enforce"] = Field(
        "enforce",
        description="What to do about faces in reference videos, and in pictures for models that take none: off, warn, enforce.",
    )
    moderation_words: Path | None = Field(
        None, description="File with words and phrases, one a line, that no prompt may have."
    )
    moderation_url: str | None = Field(
        None,
        description="Service of yours that judges prompts, media and results; see the guide on moderation.",
    )
    log_level: str = Field("info", description="debug, info, warning or error.")
    log_format: str = Field("auto", description="text, json, or auto: text on a terminal, json elsewhere.")

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags beat the environment, which beats the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, settings_file())


def settings_file() -> Path:
    """Return where the settings file is looked for: `REELWRIGHT_CONFIG`, else reelwright.toml in the user's config directory."""
    named = os.environ.get("REELWRIGHT_CONFIG")
    return Path(named) if named else user_config_path("reelwright") / "reelwright.toml"


def load_settings(**flags: Any) -> Settings:
    """Read the settings; flags that are None count as not given.

    Raises ConfigError naming the setting, what was wrong and where it can be set.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except TOMLDecodeError as error:
        raise ConfigError(f"the settings file {settings_file()} is not TOML: {error}") from error
    except ValidationError as error:
        lines = [_explain(fault["loc"], fault["msg"]) for fault in error.errors()]
        raise ConfigError("; ".join(lines)) from error


def _explain(loc: tuple[int | str, ...], message: str) -> str:
    name = str(loc[0]) if loc else "settings"
    if name not in Settings.model_fields:
        return f"there is no setting {name}; `reelwright config` lists them all"
    return (
        f"setting {name} (flag --{name.replace('_', '-')}, environment REELWRIGHT_{name.upper()}): {message}"
    )
