package dev.renderfarm.cli.verify;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a picture is held against; in the order of a table's columns. */
public enum PictureTrait {
    /** The digest that was told of its file. */
    @JsonProperty("digest")
    DIGEST,
    /** The manifest that was signed into it. */
    @JsonProperty("provenance")
    PROVENANCE,
    /** The pixels that it has of the picture that its edit began with. */
    @JsonProperty("kept")
    KEPT,
    /** What the farm draws of it now; only where that was asked for. */
    @JsonProperty("rerendered")
    RERENDERED
}
