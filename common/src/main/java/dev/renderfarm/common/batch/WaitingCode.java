package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What a batch that stands still waits for. */
public enum WaitingCode {
    PAUSED("it was paused, and goes on when it is resumed"),
    FAILURES("too many of its pictures have failed: it goes on when it is resumed"),
    BUDGET("its tenant has used up a budget: it goes on with the next day or month, or when the budget is raised"),
    PREVIEW("its previews are there: it goes on when somebody says so"),
    VALIDATION("its input is being checked, or waits for its turn"),
    FINALIZATION("its files are being written, or wait for their turn"),
    STORAGE("the coordinator cannot read or write the bucket"),
    BROKER("the broker does not take the coordinator's words, or does not hand out its pictures"),
    NO_WORKERS("no worker of its model is running"),
    WORKERS_STARTING("the workers of its model are loading it"),
    WORKERS_SET_ASIDE("the workers of its model claim nothing until something is mended; the message says what"),
    NO_MEMORY("no worker of its model has a device with enough memory for its pictures; the message says more"),
    WORKERS_BUSY("the workers of its model work for other batches"),
    OTHERS_AHEAD("other batches are served before it: by their tenants' shares, their priority or their age"),
    RENDERING("workers have its pictures in hand for long"),
    RETRIES("its pictures have failed and are tried again after a pause"),
    OTHER("something that this release has no word for");

    private final String description;

    WaitingCode(String description) {
        this.description = description;
    }

    /** For documents. */
    public String description() {
        return description;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A word of a later release does not make its batch unreadable. */
    @JsonCreator
    static WaitingCode named(String wireName) {
        return Arrays.stream(values())
                .filter(code -> code.wireName().equals(wireName))
                .findFirst()
                .orElse(OTHER);
    }
}
