"""The storyboard: what the animatic engine understood, as frozen data.

Times are frame numbers, never seconds. `Storyboard.to_json` is the public form beside the video.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from reelwright.engines.animatic.duets import Duet
from reelwright.engines.animatic.handlings import Handling


class Setting(StrEnum):
    """Where a shot plays; decides sky, ground and scenery."""

    MEADOW = "meadow"
    FOREST = "forest"
    MOUNTAINS = "mountains"
    DESERT = "desert"
    BEACH = "beach"
    SEA = "sea"
    LAKE = "lake"
    UNDERWATER = "underwater"
    CITY = "city"
    STREET = "street"
    PARK = "park"
    ROOM = "room"
    KITCHEN = "kitchen"
    STAGE = "stage"
    SPACE = "space"
    SKY = "sky"
    SNOWFIELD = "snowfield"
    STUDIO = "studio"
    """A plain, softly lit backdrop: products, portraits, abstract prompts."""


class TimeOfDay(StrEnum):
    """Light of the sky and grade of the picture."""

    DAWN = "dawn"
    DAY = "day"
    GOLDEN = "golden"
    DUSK = "dusk"
    NIGHT = "night"


class Weather(StrEnum):
    """What falls or drifts."""

    CLEAR = "clear"
    CLOUDY = "cloudy"
    RAIN = "rain"
    SNOW = "snow"
    FOG = "fog"
    STORM = "storm"
    WIND = "wind"


class Action(StrEnum):
    """What a subject does."""

    IDLE = "idle"
    WALK = "walk"
    RUN = "run"
    JUMP = "jump"
    FLY = "fly"
    SWIM = "swim"
    DANCE = "dance"
    SPIN = "spin"
    SLEEP = "sleep"
    WAVE = "wave"
    YAWN = "yawn"
    EAT = "eat"
    FALL = "fall"
    FLOAT = "float"
    DRIVE = "drive"
    TALK = "talk"
    GROW = "grow"
    RISE = "rise"
    """Goes up and away: balloons, lanterns, rockets."""
    SHAKE = "shake"
    APPROACH = "approach"
    """Comes toward the camera."""
    CHEER = "cheer"
    CLAP = "clap"
    POINT = "point"
    LAUGH = "laugh"
    CRY = "cry"
    GASP = "gasp"
    """Is amazed or startled."""


class Feeling(StrEnum):
    """What is seen in somebody's face and bearing, whatever that one does."""

    ANGER = "anger"
    SADNESS = "sadness"
    WORRY = "worry"
    SURPRISE = "surprise"


class CameraMove(StrEnum):
    """How the camera moves through a shot."""

    STATIC = "static"
    PUSH_IN = "push_in"
    PULL_OUT = "pull_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    TILT_UP = "tilt_up"
    TILT_DOWN = "tilt_down"
    TRUCK_LEFT = "truck_left"
    TRUCK_RIGHT = "truck_right"
    ORBIT = "orbit"
    CRANE_UP = "crane_up"
    CRANE_DOWN = "crane_down"
    HANDHELD = "handheld"
    POV = "pov"
    FOLLOW = "follow"


class Style(StrEnum):
    """How the finished picture looks."""

    FILM = "film"
    ANIME = "anime"
    WATERCOLOUR = "watercolour"
    OIL = "oil"
    PENCIL = "pencil"
    COMIC = "comic"
    NOIR = "noir"
    VINTAGE = "vintage"
    NEON = "neon"
    PIXEL = "pixel"
    INK = "ink"
    """Ink wash on rice paper."""
    UKIYOE = "ukiyoe"
    """A Japanese woodblock print."""
    CLAY = "clay"
    LOWPOLY = "lowpoly"


class Transition(StrEnum):
    """How a shot gives way to the next."""

    CUT = "cut"
    DISSOLVE = "dissolve"


class ShotSource(StrEnum):
    """Where the pictures of a shot come from."""

    STAGE = "stage"
    """Drawn from the prompt."""
    PHOTO = "photo"
    """A camera move over one picture."""
    INBETWEEN = "inbetween"
    """From one picture to another."""
    VIDEO = "video"
    """A reference video, retimed and restyled."""
    MOTION = "motion"
    """One picture, moved as a reference video moves."""
    HOLD = "hold"
    """One picture, held still."""


class BondKind(StrEnum):
    """How a subject hangs together with another of its shot."""

    ON = "on"
    """Stands, sits or lies on it, and goes where it goes."""
    IN = "in"
    """Looks out of it: a boat, a basket, a bathtub."""
    HELD = "held"
    """Is in its hands."""
    EATEN = "eaten"
    """Is held before the chest and goes to the mouth."""
    BREATHED = "breathed"
    """Comes out of its mouth: fire."""
    STRING = "string"
    """Is joined to its hand by a line: a kite, a balloon, a dog on a leash."""
    ABOVE = "above"
    """Is in the air over it."""
    FROM = "from"
    """Falls out of its crown."""
    AMONG = "among"
    """Visits one of them after the other."""


@dataclass(frozen=True, slots=True)
class Bond:
    """What a subject has to do with another: `to` is that one's index among the subjects of the shot.

    x, y: the point of the other at which it is joined, in heights of the other's picture: x from the middle, to the right as
    the artwork is drawn; y up from the foot.
    """

    kind: BondKind
    to: int
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Focus:
    """The part of a picture that a close-up is about: its middle as shares of the picture's width and height from the left and
    the top, and the share of the picture's height that the frame shows."""

    x: float
    y: float
    span: float


@dataclass(frozen=True, slots=True)
class Subject:
    """Someone or something in a shot.

    name: the noun as the prompt has it. art: the name of a piece of artwork, or None for a lettered card.
    count: how many of it. size: height as a fraction of the frame's, before perspective. facing: -1 left, 1 right.
    place: horizontal position, 0 left to 1 right. depth: 0 near to 1 far.
    moves: whether it travels across the frame. airborne: drawn off the ground (birds, balloons, fish).
    colour: ``#rrggbb`` that the prompt gives it (`a blue car`), or None for the artwork's own.
    look: of people: pairs of a part (skin, hair, top, legs, dress, coat) and its ``#rrggbb``.
    bond: what it has to do with another subject of the shot; who is on, in or held by another is as much smaller or larger
    than that one as their sizes say. duet: what it does with another, who has none itself. handling: what it does to a thing.
    focus: the part of it that fills the frame, in a close-up of a part. feeling: what its face and bearing show.
    """

    name: str
    art: str | None
    action: Action = Action.IDLE
    count: int = 1
    size: float = 0.4
    facing: int = 1
    place: float = 0.5
    depth: float = 0.3
    moves: bool = False
    airborne: bool = False
    colour: str | None = None
    look: tuple[tuple[str, str], ...] = ()
    bond: Bond | None = None
    duet: Duet | None = None
    handling: Handling | None = None
    focus: Focus | None = None
    feeling: Feeling | None = None


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line that a voice says: `voice` is ``female``, ``male`` or ``any``; `start` and `end` are frames of the whole video.

    narrated: whether nobody in the picture says it. by: the word before the verb that it is said with, folded. mouth: how far the
    mouth of whoever says it is open, 0 shut to 1 wide open, in each frame from `start` on, once a voice has said it; not part of
    the public form.
    """

    text: str
    voice: str
    start: int
    end: int
    narrated: bool = False
    by: str = ""
    mouth: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SoundCue:
    """A sound effect at a frame of the whole video; `name` is a word of the sound library (``footstep``, ``splash``…)."""

    name: str
    frame: int


@dataclass(frozen=True, slots=True)
class MediaUse:
    """A reference medium that a shot uses: `kind` image, video or audio; `number` as prompts name it, from 1."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Shot:
    """One shot: frames `start` (included) to `end` (excluded).

    text: the part of the prompt it was made from. speed: 1 is real time; time-lapse is above, slow motion below.
    media: reference media in the order in which the shot needs them. to_time: the time of day at its end, where it changes.
    caption: words to show, only when the prompt asks for text. freeze_from: frame from which the picture stands still.
    features: what is special about the place: ``bamboo``, ``autumn``, ``fireplace``…
    framing: ``close`` or ``wide`` where the prompt asks for it.
    sweep: the share of its way that a camera goes which pans, tilts or trucks: less than 1 where nobody asked for that.
    thumbnail: the frame halfway through the shot, small, as a ``data:`` URI of a JPEG; null as long as nothing is drawn.
    """

    start: int
    end: int
    text: str
    source: ShotSource = ShotSource.STAGE
    setting: Setting = Setting.MEADOW
    time: TimeOfDay = TimeOfDay.DAY
    to_time: TimeOfDay | None = None
    weather: Weather = Weather.CLEAR
    camera: CameraMove = CameraMove.PUSH_IN
    subjects: tuple[Subject, ...] = ()
    media: tuple[MediaUse, ...] = ()
    speed: float = 1.0
    transition: Transition = Transition.CUT
    caption: str | None = None
    freeze_from: int | None = None
    palette: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    framing: str | None = None
    sweep: float = 1.0
    thumbnail: str | None = None

    @property
    def frames(self) -> int:
        """How many frames the shot has."""
        return self.end - self.start

    @property
    def middle(self) -> int:
        """The frame halfway through the shot, which stands for all of it."""
        return (self.start + self.end) // 2


@dataclass(frozen=True, slots=True)
class Storyboard:
    """The whole plan of one video; shots cover all frames without gaps.

    mood: calm, happy, sad, tense, epic, playful or romantic: decides the music bed. beats_per_minute: of the music.
    warnings: what was asked for and can't be done, in sentences for the caller.
    """

    prompt: str
    seed: int
    width: int
    height: int
    fps: int
    frames: int
    shots: tuple[Shot, ...]
    style: Style = Style.FILM
    mood: str = "calm"
    beats_per_minute: int = 84
    lines: tuple[SpokenLine, ...] = ()
    cues: tuple[SoundCue, ...] = ()
    audio: tuple[MediaUse, ...] = ()
    generate_audio: bool = False
    fast: bool = False
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values: what `storyboard.json` and the API show."""
        found = asdict(self)
        for line in found["lines"]:
            del line["mouth"]
        return found
