"""The recognizer on lines lower than those it was trained on, which takes less work and reads clean type as well.

Its convolutions know no size, and a last pooling averages what they leave of the height. So it takes lines of another
height once that pooling spans as many rows as are then left; the weights stay as they are.
"""

from typing import Any


def lower(network: Any, height: int) -> None:  # noqa: ANN401  OpenVINO's own types come from its compiled part
    """Make a `network` of inputs (N, 3, H, W) take those `height` pixels high, in place.

    Raises RuntimeError where it is another height than its own and the network has no pooling over all that is left
    of it.
    """
    shape = network.input(0).get_partial_shape()
    own = shape[2].get_length()
    if height == own:
        return
    pools = [layer for layer in network.get_ordered_ops() if layer.get_type_name() == "AvgPool"]
    spans = [pool.get_attributes()["kernel"] for pool in pools]
    rows = [pool.input(0).get_partial_shape()[2].get_length() for pool in pools]
    if len(pools) != 1 or spans[0][0] != rows[0] or rows[0] * height % own:
        raise RuntimeError(f"the network pools {rows or 'no'} rows by {spans}: it takes no lines {height} pixels high")
    span = [rows[0] * height // own, spans[0][1]]
    pools[0].set_attribute("kernel", span)
    pools[0].set_attribute("strides", span)
    shape[2] = height
    network.reshape(shape)
