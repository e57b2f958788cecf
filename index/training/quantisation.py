"""Eight bits for the matrices: outliers are smoothed away first, as measured on calibration texts."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from onnx import TensorProto, helper

from index.training.network import LAYERS, WIDTH
from index.training.onnx_graph import Arrays, build, norm_before

Peaks = dict[str, npt.NDArray[np.float32]]
Batches = Sequence[dict[str, npt.NDArray[np.int64]]]


def peaks(weights: Arrays, batches: Batches, longest: int) -> Peaks:
    """For each matrix the largest absolute value that each of its inputs takes on the calibration texts."""
    largest: Peaks = {}
    for values in _values(weights, batches, longest):
        for matrix, value in values.items():
            peak = np.abs(value).max(0)
            largest[matrix] = np.maximum(largest.get(matrix, peak), peak)
    return largest


def reaches(weights: Arrays, batches: Batches, longest: int, share: float = 0.9999) -> dict[str, float]:
    """How far from zero the values go that `qkv` and `out` multiply: what all but 1 - share of the calibration pieces stay under.

    Pieces differ little in it (by a factor of two or three), so that one fixed step rounds them as well as a step for each
    piece and saves five readings of the values. What goes further is cut there: of the seeds' pieces and of odd strings up
    to 3 % before `out`, hardly any before `qkv`. What `up` and `down` multiply goes ten times as far for some pieces.
    """
    largest: dict[str, list[npt.NDArray[np.float32]]] = {}
    for values in _values(weights, batches, longest):
        for matrix, value in values.items():
            if matrix.endswith(("qkv", "out")):
                largest.setdefault(matrix, []).append(np.abs(value).max(1))
    return {matrix: float(np.quantile(np.concatenate(found), share)) for matrix, found in largest.items()}


def _values(weights: Arrays, batches: Batches, longest: int) -> Iterator[Peaks]:
    """For each batch what each matrix multiplies, shape (real pieces, inputs)."""
    model, read_by = build(weights, lambda _: "float32", longest)
    wanted = sorted(set(read_by.values()))
    for name in wanted:
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = _session(model)
    for inputs in batches:
        real = inputs["attention_mask"].astype(bool)
        found = dict(zip(wanted, session.run(wanted, inputs), strict=True))
        yield {matrix: found[name][real] for matrix, name in read_by.items()}


def smoothed(weights: Arrays, found: Peaks, strength: float = 0.65) -> Arrays:
    """The same function with its outliers moved from the values into the matrices (SmoothQuant, Xiao et al. 2023).

    A layer norm's answer is divided by a factor for each of its channels and the next matrix multiplied by it; the
    residual path gets the factor back. The values that attention mixes are scaled inside the matrices alone.
    """
    arrays = dict(weights)
    for layer in range(LAYERS):
        for norm, matrix in ((norm_before(layer), f"{layer}.qkv"), (f"{layer}.norm1", f"{layer}.up")):
            factor = _factor(found[matrix], weights[f"{matrix}.weight"], strength)
            arrays[f"{norm}.weight"] = weights[f"{norm}.weight"] / factor
            arrays[f"{norm}.bias"] = weights[f"{norm}.bias"] / factor
            arrays[f"{norm}.back"] = factor
            arrays[f"{matrix}.weight"] = arrays[f"{matrix}.weight"] * factor
        out, qkv = f"{layer}.out", f"{layer}.qkv"
        factor = _factor(found[out], weights[f"{out}.weight"], strength)
        arrays[f"{out}.weight"] = arrays[f"{out}.weight"] * factor
        rows = np.concatenate([np.ones(2 * WIDTH, np.float32), factor])
        arrays[f"{qkv}.weight"] = arrays[f"{qkv}.weight"] / rows[:, None]
        arrays[f"{qkv}.bias"] = arrays[f"{qkv}.bias"] / rows
    return arrays


def _factor(peak: npt.NDArray[np.float32], matrix: npt.NDArray[np.float32], strength: float) -> npt.NDArray[np.float32]:
    weight = np.maximum(np.abs(matrix).max(0), 1e-5)
    factor = np.maximum(peak, 1e-5) ** strength / weight ** (1 - strength)
    even: npt.NDArray[np.float32] = (factor / np.exp(np.log(factor).mean())).astype(np.float32)
    return even


def _session(model: Any) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.log_severity_level = 3
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
