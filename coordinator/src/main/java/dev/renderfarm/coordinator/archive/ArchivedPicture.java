package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.Verdict;

/**
 * A picture that goes into an archive.
 *
 */
record ArchivedPicture(TaskId task, StoredImage image, Verdict verdict) {}
