"""Eight bits for the matrices: outliers are smoothed away first, as measured on calibration texts."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from onnx import TensorProto, helper

from index.training.network import LAYERS, WIDTH
from index.training.onnx_graph import Arrays, build, norm_before

Peaks = dict[str, npt.NDArray[np.float32]]


def peaks(weights: Arrays, batches: Sequence[dict[str, npt.NDArray[np.int64]]], longest: int) -> Peaks:
    """For each matrix the largest absolute value that each of its inputs takes on the calibration texts."""
    model, read_by = build(weights, lambda _: "float32", longest)
    wanted = sorted(set(read_by.values()))
    for name in wanted:
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = _session(model)
    largest: Peaks = {}
    for inputs in batches:
        real = inputs["attention_mask"].astype(bool)
        for name, value in zip(wanted, session.run(wanted, inputs), strict=True):
            peak = np.abs(value[real]).max(0)
            largest[name] = np.maximum(largest.get(name, peak), peak)
    return {matrix: largest[name] for matrix, name in read_by.items()}


def smoothed(weights: Arrays, found: Peaks, strength: float = 0.65) -> tuple[Arrays, Peaks]:
    """The same function with its outliers moved from the values into the matrices (SmoothQuant, Xiao et al. 2023).

    A layer norm's answer is divided by a factor for each of its channels and the next matrix multiplied by it; the
    residual path gets the factor back. The values that attention mixes are scaled inside the matrices alone.
    """
    arrays, after = dict(weights), dict(found)
    for layer in range(LAYERS):
        for norm, matrix in ((norm_before(layer), f"{layer}.qkv"), (f"{layer}.norm1", f"{layer}.up")):
            factor = _factor(found[matrix], weights[f"{matrix}.weight"], strength)
            arrays[f"{norm}.weight"] = weights[f"{norm}.weight"] / factor
            arrays[f"{norm}.bias"] = weights[f"{norm}.bias"] / factor
            arrays[f"{norm}.back"] = factor
            arrays[f"{matrix}.weight"] = arrays[f"{matrix}.weight"] * factor
            after[matrix] = found[matrix] / factor
        out, qkv = f"{layer}.out", f"{layer}.qkv"
        factor = _factor(found[out], weights[f"{out}.weight"], strength)
        arrays[f"{out}.weight"] = arrays[f"{out}.weight"] * factor
        rows = np.concatenate([np.ones(2 * WIDTH, np.float32), factor])
        arrays[f"{qkv}.weight"] = arrays[f"{qkv}.weight"] / rows[:, None]
        arrays[f"{qkv}.bias"] = arrays[f"{qkv}.bias"] / rows
        after[out] = found[out] / factor
    return arrays, after


def _factor(peak: npt.NDArray[np.float32], matrix: npt.NDArray[np.float32], strength: float) -> npt.NDArray[np.float32]:
    weight = np.maximum(np.abs(matrix).max(0), 1e-5)
    factor = np.maximum(peak, 1e-5) ** strength / weight ** (1 - strength)
    even: npt.NDArray[np.float32] = (factor / np.exp(np.log(factor).mean())).astype(np.float32)
    return even


def _session(model: Any) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.log_severity_level = 3
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
