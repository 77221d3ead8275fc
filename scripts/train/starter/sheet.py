"""Contact sheets."""

import numpy as np
from PIL import Image


def save_sheet(target, images, columns):
    """Writes pictures, uint8 [N, H, W, 3], as one PNG, row after row."""
    images = np.asarray(images)
    n, h, w, _ = images.shape
    sheet = np.full((-(-n // columns) * h, columns * w, 3), 255, np.uint8)
    for i, image in enumerate(images):
        y, x = i // columns * h, i % columns * w
        sheet[y:y + h, x:x + w] = image
    Image.fromarray(sheet).save(target)
