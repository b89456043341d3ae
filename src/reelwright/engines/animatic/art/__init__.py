"""Artwork, and words as pictures: what the stage puts on its layers."""

from reelwright.engines.animatic.art.archive import (
    Face,
    art_face,
    art_facing,
    art_form,
    art_names,
    empty_handed,
    figure_base,
    whole_art,
)
from reelwright.engines.animatic.art.joints import Bend, Build, Cut, Joint, Limb, Wheel, art_build
from reelwright.engines.animatic.art.lettering import card, text_image
from reelwright.engines.animatic.art.nouns import (
    art_group,
    close_art,
    find_art,
    front_art,
    known_nouns,
    noun_forms,
    pose_art,
    singular,
)
from reelwright.engines.animatic.art.profiles import Profile, art_profile
from reelwright.engines.animatic.art.raster import Look, keep_art_in, load_art

__all__ = [
    "Bend",
    "Build",
    "Cut",
    "Face",
    "Joint",
    "Limb",
    "Look",
    "Profile",
    "Wheel",
    "art_build",
    "art_face",
    "art_facing",
    "art_form",
    "art_group",
    "art_names",
    "art_profile",
    "card",
    "close_art",
    "empty_handed",
    "figure_base",
    "find_art",
    "front_art",
    "keep_art_in",
    "known_nouns",
    "load_art",
    "noun_forms",
    "pose_art",
    "singular",
    "text_image",
    "whole_art",
]
