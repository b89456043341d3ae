"""Prompts as people write them every day, with what must be understood of them."""

from __future__ import annotations

import pytest
from tests.support.requests import engine_request

from reelwright.engines.animatic.plan import Shot
from reelwright.engines.animatic.storyboard import make_storyboard

# prompt, "setting time weather", and the subjects: how many, the piece, what it does, and what it is joined to.
PROMPTS: list[tuple[str, str, list[str]]] = [
    ("A golden retriever puppy chases a red ball across a sunny lawn, slow motion",
     "meadow day clear", ["dog:run", "soccer-ball:idle"]),
    ("Close-up of a woman's eye opening, cinematic", "park day clear", ["woman:idle in focus"]),
    ("A barista pours latte art in a cozy coffee shop, warm light",
     "kitchen day clear", ["cook-standing:idle", "hot-beverage:idle"]),
    ("A little girl blows out candles on a birthday cake",
     "room day clear", ["girl-walking:idle", "birthday-cake:idle"]),
    ("A black cat sits on a windowsill watching the rain", "room day rain", ["cat-front:idle"]),
    ("An old fisherman sits in a small boat on a calm lake at dawn",
     "lake dawn clear", ["sailboat:float", "man-sitting:idle in sailboat"]),
    ("Two kids build a sandcastle on the beach", "beach day clear", ["2×child-walking:idle", "castle:idle"]),
    ("A red sports car speeds along a coastal highway at sunset", "beach dusk clear", ["racing-car:drive"]),
    ("A monk meditates on a mountain top above the clouds", "mountains day clear", ["person-in-lotus-position:idle"]),
    ("A hummingbird hovers near a red flower, macro, slow motion",
     "meadow day clear", ["bird-flying:fly among blossom", "blossom:idle"]),
    ("A train crosses a bridge in the snow", "snowfield day snow", ["locomotive:drive", "bridge-at-night:idle"]),
    ("A woman in a red dress walks through a field of sunflowers",
     "meadow day clear", ["woman-walking:walk"]),
    ("An elephant family walks across the savanna at golden hour", "meadow golden clear", ["3×elephant:walk"]),
    ("A samurai stands in the rain at night, neon reflections", "street night rain", ["ninja-standing:idle"]),
    ("A robot serves tea to an old man in a living room",
     "room day clear", ["robot-standing:idle", "old-man-standing:idle", "teacup-without-handle:idle held robot-standing"]),
    ("A white horse runs along the shore, waves crashing", "beach day clear", ["horse:run"]),
    ("A teddy bear sits on a bed, soft morning light", "room day clear", ["bed:idle", "teddy-bear:idle on bed"]),
    ("A squirrel eats a nut on a tree branch", "meadow day clear", ["deciduous-tree:idle", "chipmunk:eat on deciduous-tree"]),
    ("A canoe glides down a river between green banks", "lake day clear", ["canoe:float"]),
    ("A sports car flies down the highway", "street day clear", ["racing-car:drive"]),
    ("A hot air balloon rises over the desert at dawn", "desert dawn clear", ["hot-air-balloon:rise"]),
    ("A student falls asleep on her desk in a library", "room day clear",
     ["bare-table:idle", "student-standing:sleep in bare-table"]),
    ("An owl sits on a branch under the full moon", "forest night clear", ["owl:idle"]),
    ("A dog wearing sunglasses drives a convertible", "meadow day clear", ["automobile:drive", "dog:idle in automobile"]),
    ("A couple dances in the street under string lights at night", "street night clear",
     ["man-dancing:dance", "woman-dancing:dance"]),
    ("A mother hugs her child at the train station", "street day clear", ["woman-walking:idle", "child-walking:idle"]),
    ("A boy flies a paper airplane in his bedroom", "room day clear", ["boy-walking:idle", "paper-airplane:idle"]),
    ("Time-lapse of a flower blooming in a pot on a windowsill", "room day clear", ["blossom:grow"]),
    ("A football player kicks a ball in a stadium at night",
     "park night clear", ["person-walking:idle", "soccer-ball:idle"]),
    ("A bear catches a fish in a river", "lake day clear", ["bear-sitting:idle", "fish:swim"]),
    ("A snail crawls on a leaf after the rain, macro", "meadow day rain", ["snail:walk"]),
    ("A wolf howls at the moon on a cliff", "mountains night clear", ["wolf-front:talk"]),
    ("A magician pulls a rabbit out of a hat on stage",
     "stage day clear", ["man-mage-standing:idle", "top-hat:idle", "rabbit:idle in top-hat"]),
    ("Steam rises from a bowl of ramen on a wooden table, close-up",
     "kitchen day clear", ["bare-table:idle", "steaming-bowl:idle on bare-table"]),
    ("一只橘猫趴在窗台上晒太阳", "room day clear", ["cat:idle"]),
    ("一位老人在公园的长椅上喂鸽子", "park day clear", ["man-walking:idle", "dove:eat", "bench:idle"]),
    ("一个小女孩抱着泰迪熊睡觉", "room day clear", ["person-in-bed:sleep", "teddy-bear:idle held person-in-bed"]),
    ("A chef cheers in the kitchen", "kitchen day clear", ["cook-standing:cheer"]),
    ("小女孩在公园里鼓掌", "park day clear", ["girl-standing:clap"]),
    ("A police officer points at a lighthouse", "beach day clear", ["police-officer-standing:point", "lighthouse:idle"]),
    ("一条金鱼在鱼缸里游动", "underwater day clear", ["fish:swim"]),
    ("一辆红色跑车在山路上飞驰，航拍", "mountains day clear", ["racing-car:drive"]),
    ("樱花树下，一对情侣牵手散步", "park day clear", ["man-walking:walk", "woman-walking:walk", "cherry-blossom:fall"]),
    ("一只小狗在雪地里打滚", "snowfield day clear", ["dog:spin"]),
    ("厨师在厨房里切菜，特写", "kitchen day clear", ["cook-standing:idle", "carrot:idle"]),
    ("宇航员站在月球上挥手，背景是地球", "space night clear", ["astronaut-standing:wave", "globe-showing-europe-africa:spin"]),
    ("一碗热气腾腾的牛肉面放在木桌上", "room day clear", ["bare-table:idle", "steaming-bowl:idle on bare-table"]),
    ("一群大雁飞过秋天的湖面", "lake day clear", ["5×goose-flying:fly"]),
    ("一个男人骑着自行车穿过城市街道", "street day clear", ["man-biking:drive"]),
    ("小猫在沙发上睡觉，镜头缓缓拉近", "room day clear", ["couch-and-lamp:idle", "cat-front:sleep on couch-and-lamp"]),
    ("孩子们在操场上踢足球", "park day clear",
     ["child-walking:idle", "child-walking:idle", "child-standing:idle", "soccer-ball:idle"]),
    ("一只白鹭在湖边觅食，清晨薄雾", "lake dawn fog", ["flamingo:idle"]),
    ("夜晚，篝火旁一家人围坐在一起唱歌",
     "forest night clear", ["person-sitting:talk", "fire:shake", "person-sitting:talk", "person-sitting:talk"]),
    ("一艘帆船在平静的海面上航行，日落", "sea dusk clear", ["sailboat:float"]),
    ("熊猫坐在竹林里吃竹子，阳光透过树叶",
     "forest day clear", ["panda-sitting:eat", "fallen-leaf:fall", "bamboo-stalk:idle eaten panda-sitting"]),
    ("一位女孩在咖啡馆里看书，窗外下雨", "kitchen day rain", ["girl-standing:idle", "open-book:idle"]),
    ("一只狐狸在森林里奔跑，秋天，落叶飘落", "forest day clear", ["fox-standing:run", "fallen-leaf:fall"]),
    ("一个男孩吹泡泡，阳光明媚的花园", "park day clear", ["boy-standing:idle", "bubbles:float"]),
    ("龙在云海中盘旋，气势磅礴", "sky day clear", ["dragon:fly"]),
    ("A cup of hot chocolate on a wooden table by the fireplace",
     "room day clear", ["bare-table:idle", "hot-beverage:idle on bare-table"]),
    ("A girl plays the violin on stage, spotlight",
     "stage day clear", ["girl-standing:idle", "violin:idle"]),
    ("两只猫在床上打架", "room day clear", ["bed:idle", "2×cat:idle on bed"]),
    ("一个小男孩牵着红气球在公园里奔跑", "park day clear", ["boy-running:run", "balloon:float string boy-running"]),
    ("A man reads a newspaper on a bench in the park",
     "park day clear", ["man-standing:idle", "bench:idle", "newspaper:idle"]),
    ("A woman holding a cup of coffee looks out of the window", "room day clear",
     ["woman-standing:idle", "hot-beverage:idle held woman-standing"]),
    ("A man feeds a horse an apple", "park day clear",
     ["man-walking:idle", "horse:eat", "red-apple:idle"]),
    ("A dog with a ball in its mouth runs", "meadow day clear", ["dog:run", "soccer-ball:idle held dog"]),
    ("一个骑着马的女孩在草原上奔跑", "meadow day clear", ["horse:drive", "girl-sitting:idle on horse"]),
]  # fmt: skip


def _subjects(shot: Shot) -> list[str]:
    shown = []
    for subject in shot.subjects:
        count = f"{subject.count}×" if subject.count > 1 else ""
        bond = f" {subject.bond.kind} {shot.subjects[subject.bond.to].art}" if subject.bond else ""
        focus = " in focus" if subject.focus else ""
        shown.append(f"{count}{subject.art}:{subject.action}{bond}{focus}")
    return shown


@pytest.mark.parametrize(
    ("prompt", "scene", "subjects"), PROMPTS, ids=[prompt[:28] for prompt, _, _ in PROMPTS]
)
def test_an_everyday_prompt_is_understood(prompt: str, scene: str, subjects: list[str]) -> None:
    shot = make_storyboard(engine_request(prompt)).shots[0]
    assert f"{shot.setting} {shot.time} {shot.weather}" == scene
    assert _subjects(shot) == subjects
