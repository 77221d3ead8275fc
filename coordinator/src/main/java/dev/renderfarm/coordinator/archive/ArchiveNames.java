package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.storage.ImageFile;
import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.storage.TextCut;
import java.util.HashSet;
import java.util.Set;

/**
 * What pictures are called in an archive: as in the bucket, where names are safe on disks and unique in a batch; the
 * second of a name, as of a batch that renders some again, has a number after it. For one thread.
 */
final class ArchiveNames {

    private final Set<String> taken = new HashSet<>();

    String of(ImageFile file) {
        String name = file.name().value();
        for (int number = 2; !taken.add(new ImageName(name).folded()); number++) {
            name = cut(file.name().value()) + "_again" + number;
        }
        return name + "." + file.format().extension();
    }

    /** Leaves room for what comes after it. */
    private static String cut(String name) {
        return TextCut.start(name, ImageName.MAX_BYTES - "_again99999".length());
    }
}
