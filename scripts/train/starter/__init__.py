"""Trains Renderfarm's starter model: a small model of the Z-Image architecture that draws products."""
