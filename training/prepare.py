"""Prepares the inputs of a run, which has no network: the unpacked teacher, and the texts of the published sets.

    python prepare.py --shared DIRECTORY_OF_PUBLISHED_SETS --out DIR
"""

import argparse
import json
import pathlib

from gavel_nano import real, teacher


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shared", type=pathlib.Path, required=True)
    p.add_argument("--out", type=pathlib.Path, required=True)
    args = p.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    teacher.unpack(teacher.download(args.out), args.out / "teacher")
    texts = [text for name in real.ALL for text, _ in real.training(name, args.shared)]
    (args.out / "texts.jsonl").write_text("\n".join(map(json.dumps, texts)))
    print(f"{len(texts)} texts and the teacher in {args.out}")


if __name__ == "__main__":
    main()
