"""The trained network as an ONNX graph that onnxruntime runs, from piece numbers to unit vectors.

Written node by node rather than exported: the graph is then small, the same for every version of torch, and each
matrix can be stored in its own precision.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.training.network import EPSILON, HEADS, LAST_LAYERS, LAYERS, WIDTH

Arrays = dict[str, npt.NDArray[np.float32]]
Precision = Callable[[str], str]

OPSET, CONTRIBUTED = 17, "com.microsoft"


# Seven bits (63) would rule out that processors without VNNI, which add pairs of products in sixteen bits, cut the largest
# sums short; measured, they cost 0.7 points of a figure where eight bits cost 0.1.
MATRIX_LEVELS = 127
# Steps up to the largest value, and the byte that stands for zero; what gelu lets through is hardly ever negative.
SIGNED, POSITIVE = (127, 128), (195, 60)


class Graph:
    """Nodes and stored tensors in the making."""

    def __init__(self, reaches: Mapping[str, float]) -> None:
        self.reaches = reaches
        self.nodes: list[Any] = []
        self.stored: dict[str, Any] = {}
        self.read_by: dict[str, str] = {}  # matrix to the tensor it multiplies

    def add(self, kind: str, inputs: list[str], *, domain: str = "", outputs: int = 1, **attributes: Any) -> str:
        """Append a node; returns the name of its first output (`name`, then `name_1` …)."""
        name = f"n{len(self.nodes)}"
        names = [name, *(f"{name}_{number}" for number in range(1, outputs))]
        self.nodes.append(helper.make_node(kind, inputs, names, name=name, domain=domain, **attributes))
        return name

    def store(self, name: str, value: npt.NDArray[Any]) -> str:
        """Keep a tensor under a name."""
        self.stored[name] = numpy_helper.from_array(np.array(value, order="C"), name)
        return name

    def model(self) -> Any:
        """The finished model."""
        integers = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "pieces"])
            for name in ("input_ids", "attention_mask")
        ]
        answer = helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["texts", WIDTH])
        graph = helper.make_graph(self.nodes, "bilingual", integers, [answer], list(self.stored.values()))
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIBUTED, 1)]
        return helper.make_model(graph, opset_imports=opsets, producer_name="index.training", ir_version=8)


def build(
    weights: Arrays, precision: Precision, longest: int, reaches: Mapping[str, float] | None = None
) -> tuple[Any, dict[str, str]]:
    """The ONNX model, and for each matrix the name of the tensor that it multiplies.

    `precision` names the format of each matrix and of the table `words`: `float32` or `int8`. Beside the network's
    weights the arrays hold `counted`, shape (pieces,), above 0 for the pieces that are pooled, and may hold `NORM.back`,
    which undoes a smoothed layer norm on the residual path. What a matrix named in `reaches` multiplies is rounded with
    one fixed step up to that value; others get a step for each word piece.
    """
    graph = Graph(reaches or {})
    hidden = _embedded(graph, weights, precision, longest)
    padding = graph.add("Cast", ["attention_mask"], to=TensorProto.INT32)
    answers = []
    for layer in range(LAYERS):
        hidden = _layer(graph, weights, layer, (hidden, padding), precision)
        answers.append(hidden)
    vectors = _pooled(graph, weights, answers[-len(LAST_LAYERS) :])
    graph.nodes.append(helper.make_node("Identity", [vectors], ["sentence_embedding"], name="answer"))
    return graph.model(), graph.read_by


def _embedded(graph: Graph, weights: Arrays, precision: Precision, longest: int) -> str:
    rows = _rows(graph, weights["words"], precision("words"))
    shape = graph.add("Shape", ["input_ids"])
    length = graph.add("Gather", [shape, graph.store("one", np.array(1, np.int64))])
    steps = graph.add("Range", [graph.store("zero", np.array(0, np.int64)), length, "one"])
    positions = graph.add("Gather", [graph.store("positions", weights["positions"][:longest]), steps])
    summed = graph.add("Add", [rows, positions])
    return graph.add("LayerNormalization", [summed, *_norm(graph, weights, "norm")], axis=-1, epsilon=EPSILON)


def _rows(graph: Graph, table: npt.NDArray[np.float32], precision: str) -> str:
    if precision == "float32":
        return graph.add("Gather", [graph.store("words", table), "input_ids"])
    integers, scales = by_row(table)
    rows = graph.add("Gather", [graph.store("words", integers), "input_ids"])
    scale = graph.add("Gather", [graph.store("words.scale", scales[:, None]), "input_ids"])
    return graph.add("Mul", [graph.add("Cast", [rows], to=TensorProto.FLOAT), scale])


def _layer(graph: Graph, weights: Arrays, layer: int, inputs: tuple[str, str], precision: Precision) -> str:
    hidden, padding = inputs

    def linear(name: str, value: str) -> str:
        return _linear(graph, f"{layer}.{name}", weights, value, precision(f"{layer}.{name}"))

    qkv = linear("qkv", hidden)
    third = graph.store("thirds", np.array([WIDTH] * 3, np.int64))
    query = graph.add("Split", [qkv, third], outputs=3, axis=-1)
    read = [query, f"{query}_1", f"{query}_2", "", padding]
    mixed = graph.add("MultiHeadAttention", read, domain=CONTRIBUTED, num_heads=HEADS)
    before = _restored(graph, weights, norm_before(layer), hidden)
    hidden = _normed(graph, weights, f"{layer}.norm1", before, linear("out", mixed))
    inner = graph.add("Gelu", [linear("up", hidden)], domain=CONTRIBUTED)
    before = _restored(graph, weights, f"{layer}.norm1", hidden)
    return _normed(graph, weights, f"{layer}.norm2", before, linear("down", inner))


def norm_before(layer: int) -> str:
    """The layer norm whose answer a layer reads."""
    return "norm" if layer == 0 else f"{layer - 1}.norm2"


def _normed(graph: Graph, weights: Arrays, norm: str, hidden: str, change: str) -> str:
    # onnxruntime's SkipLayerNormalization, which does both at once, took four times as long as the two.
    summed = graph.add("Add", [hidden, change])
    return graph.add("LayerNormalization", [summed, *_norm(graph, weights, norm)], axis=-1, epsilon=EPSILON)


def _restored(graph: Graph, weights: Arrays, norm: str, hidden: str) -> str:
    """What the norm would answer had it not been smoothed."""
    if f"{norm}.back" not in weights:
        return hidden
    return graph.add("Mul", [hidden, graph.store(f"{norm}.back", weights[f"{norm}.back"])])


def _norm(graph: Graph, weights: Arrays, name: str) -> list[str]:
    return [graph.store(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")]


def _linear(graph: Graph, name: str, weights: Arrays, value: str, precision: str) -> str:
    matrix = weights[f"{name}.weight"]  # (outputs, inputs)
    bias = graph.store(f"{name}.bias", weights[f"{name}.bias"])
    graph.read_by[name] = value
    if precision == "float32":
        product = graph.add("MatMul", [value, graph.store(f"{name}.weight", matrix.T)])
        return graph.add("Add", [product, bias])
    integers, scales = by_row(matrix, MATRIX_LEVELS)
    stored = graph.store(f"{name}.weight", integers.T), graph.store(f"{name}.scale", scales)
    rounding = POSITIVE if name.endswith("down") else SIGNED
    if name in graph.reaches:
        return _fixed(graph, value, stored, bias, (graph.reaches[name], *rounding))
    return _rowwise(graph, value, stored, bias, rounding)


def _fixed(graph: Graph, value: str, stored: tuple[str, str], bias: str, rounding: tuple[float, int, int]) -> str:
    """Values rounded with a step that is known beforehand: no search for the largest, no scaling back."""
    reach, levels, middle = rounding
    step = graph.store(stored[1].replace("scale", "step"), np.array(reach / levels, np.float32))
    zero = graph.store(f"zero.{middle}", np.array(middle, np.uint8))
    inputs = [graph.add("QuantizeLinear", [value, step, zero]), stored[0], step, stored[1], zero, "", bias]
    return graph.add("MatMulIntegerToFloat", inputs, domain=CONTRIBUTED)


def _rowwise(graph: Graph, value: str, stored: tuple[str, str], bias: str, rounding: tuple[int, int]) -> str:
    """Values rounded with one scale for each word piece, so that a text's vector never hangs on its neighbours."""
    levels, middle = rounding
    size = value if rounding == POSITIVE else graph.add("Abs", [value])
    largest = graph.add("ReduceMax", [size], axes=[-1], keepdims=1)
    step = graph.store(f"step.{levels}", np.array(1 / levels, np.float32))
    zero = graph.store(f"zero.{middle}", np.array(middle, np.uint8))
    rounded = graph.add("QuantizeLinear", [graph.add("Div", [value, largest]), step, zero])
    inputs = [rounded, stored[0], step, stored[1], zero]
    product = graph.add("MatMulIntegerToFloat", inputs, domain=CONTRIBUTED)
    return graph.add("Add", [graph.add("Mul", [product, largest]), bias])


def _pooled(graph: Graph, weights: Arrays, answers: list[str]) -> str:
    """The counted pieces of the last layers added up, scaled to length one."""
    axis = graph.store("one_axis", np.array([1], np.int64))
    chosen = graph.add("Unsqueeze", [_chosen(graph, weights), axis])  # (texts, 1, pieces)
    parts = []
    first = LAYERS - len(answers)
    for number, (share, hidden) in enumerate(zip(LAST_LAYERS, answers, strict=True), first):
        summed = graph.add("MatMul", [chosen, hidden])
        back = weights.get(f"{number}.norm2.back", np.ones(1, np.float32))
        parts.append(graph.add("Mul", [summed, graph.store(f"share.{number}", (share * back).astype(np.float32))]))
    mixed = graph.add("Squeeze", [graph.add("Sum", parts), axis])
    return graph.add("LpNormalization", [mixed], axis=-1, p=2)


def _chosen(graph: Graph, weights: Arrays) -> str:
    """1 for each piece that counts, or for each real one in a text where none does; 0 for the rest."""
    real = graph.add("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    counted = graph.add("Gather", [graph.store("counted", weights["counted"] > 0), "input_ids"])
    counted = graph.add("Mul", [graph.add("Cast", [counted], to=TensorProto.FLOAT), real])
    some = graph.add("ReduceMax", [counted], axes=[1], keepdims=1)
    none = graph.add("Sub", [graph.store("one_float", np.array(1, np.float32)), some])
    return graph.add("Add", [counted, graph.add("Mul", [real, none])])


def by_row(matrix: npt.NDArray[np.float32], levels: int = 127) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Rows as whole numbers from -levels to levels, and the scale of each: `integers * scale` is the matrix, nearly.

    Of a few scales for each row the one with the least squared error is taken: cutting a row's largest value a little
    short often lets all the others be rounded more finely.
    """
    largest = np.maximum(np.abs(matrix).max(1), 1e-12)
    best, least = largest / levels, np.full(len(matrix), np.inf)
    for share in np.linspace(1.0, 0.6, 9, dtype=np.float32):
        scales = largest * share / levels
        error = ((_rounded(matrix, scales, levels) * scales[:, None] - matrix) ** 2).sum(1)
        best, least = np.where(error < least, scales, best), np.minimum(error, least)
    return _rounded(matrix, best, levels).astype(np.int8), best.astype(np.float32)


def _rounded(matrix: npt.NDArray[np.float32], scales: npt.NDArray[np.float32], levels: int) -> npt.NDArray[np.float32]:
    whole: npt.NDArray[np.float32] = np.clip(np.rint(matrix / scales[:, None]), -levels, levels)
    return whole


def save(model: Any, path: Any) -> None:
    """Check the graph's form and write it."""
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
