"""The trained weights as a float32 folder of sentence-transformers, to fine-tune further or to compare speeds with.

Its vectors are pooled as in training, over all pieces of the last layer, not as the finished model pools (`index.training.pooling`).
"""

from pathlib import Path

from tokenizers import Tokenizer

from index.training import network
from index.training.teacher import LONGEST


def write(weights: network.Weights, tokenizer: Path, folder: Path) -> None:
    """Write the folder: BERT, mean pooling, unit length; `SentenceTransformer(folder)` gives the vectors of the training."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    config = BertConfig(
        vocab_size=len(weights["words"]),
        hidden_size=network.WIDTH,
        num_hidden_layers=network.LAYERS,
        num_attention_heads=network.HEADS,
        intermediate_size=4 * network.WIDTH,
        layer_norm_eps=network.EPSILON,
    )
    bert = BertModel(config, add_pooling_layer=False)
    with torch.no_grad():
        bert.load_state_dict(_renamed(weights), strict=False)
    bert.save_pretrained(folder / "bert")
    specials = {
        "unk_token": "[UNK]",
        "sep_token": "[SEP]",
        "pad_token": "[PAD]",
        "cls_token": "[CLS]",
        "mask_token": "[MASK]",
    }
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=Tokenizer.from_file(str(tokenizer)), model_max_length=LONGEST, **specials
    )
    fast.save_pretrained(folder / "bert")
    read = Transformer(str(folder / "bert"), max_seq_length=LONGEST)
    SentenceTransformer(modules=[read, Pooling(network.WIDTH), Normalize()], device="cpu").save(str(folder))


def _renamed(weights: network.Weights) -> network.Weights:
    import torch

    state = {
        "embeddings.word_embeddings.weight": weights["words"],
        # The row of token type 0 was added to the positions when training began.
        "embeddings.position_embeddings.weight": weights["positions"],
        "embeddings.token_type_embeddings.weight": torch.zeros(2, network.WIDTH),
        "embeddings.LayerNorm.weight": weights["norm.weight"],
        "embeddings.LayerNorm.bias": weights["norm.bias"],
    }
    names = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for layer in range(network.LAYERS):
        for part in ("weight", "bias"):
            for name, third in zip(("query", "key", "value"), weights[f"{layer}.qkv.{part}"].chunk(3), strict=True):
                state[f"encoder.layer.{layer}.attention.self.{name}.{part}"] = third
            for ours, theirs in names.items():
                state[f"encoder.layer.{layer}.{theirs}.{part}"] = weights[f"{layer}.{ours}.{part}"]
    return {name: value.float().contiguous() for name, value in state.items()}
