package dev.renderfarm.gpuworker.stage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Stages of a task on a worker, in the order of the flow. */
public enum Stage {
    /** Fetch what an edit begins with, and lay it out, while another micro-batch may be on the device. */
    READ_SOURCE,
    /** And draw the noise that the picture begins from, while another micro-batch may be on the device. */
    ENCODE_PROMPT,
    /** Another slot has the device. */
    WAIT_FOR_DEVICE,
    /** The pictures that edits begin with; others have no such stage. */
    ENCODE_PICTURE,
    DENOISE,
    DECODE,
    /** Of a picture of any format: the name is the one that metrics began with. */
    ENCODE_PNG,
    UPLOAD,
    REPORT;

    /** As metrics and metadata write it, for example {@code encode_png}. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
