package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.TaskId;

/** Hears of every picture that looks like another one of its line. Safe for several threads. Never blocks. */
public interface AlikePictures {

    /** Nobody wants to know. */
    AlikePictures UNHEARD = task -> {};

    void found(TaskId task);
}
