package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.StoredImage;

/**
 * A picture that goes into an archive.
 *
 * @param verdict a letter of {@link dev.renderfarm.coordinator.batch.TaskLetters}
 */
record ArchivedPicture(TaskId task, StoredImage image, char verdict) {}
