package dev.renderfarm.common.topic;

import java.io.Serial;

/** A record from a later release, in a form that this one does not know. The message says what to do. */
public final class NewerSchemaException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NewerSchemaException(String found) {
        super(SchemaVersion.HEADER + " is " + found + " and this process knows " + SchemaVersion.KNOWN
                + ": it is older than the process that wrote the record, upgrade it");
    }
}
