package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.storage.ImageName;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.RenderItem;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes items of the pictures that lines ask for, in order. The first of a line is named after its id and has its seed,
 * each further one has a name of its own and the next seed; after the largest seed comes 0.
 */
final class LinePictures {

    private final ImageNames names;
    private int index;

    LinePictures(ImageNames names) {
        this.names = names;
    }

    /**
     * @param id not seen before
     * @param pictures how many, at least 1
     * @param first what the first of them is
     */
    List<RenderItem> of(int line, String id, int pictures, ImageRequest first) {
        ImageName name = names.name(id, line);
        if (pictures == 1) {
            return List.of(new RenderItem(index++, line, id, null, name, first));
        }
        List<RenderItem> items = new ArrayList<>(pictures);
        items.add(new RenderItem(index++, line, id, 1, name, first));
        for (int variant = 2; variant <= pictures; variant++) {
            ImageRequest image = first.withSeed((first.seed() + variant - 1) & ImageRequest.MAX_SEED);
            items.add(new RenderItem(index++, line, id, variant, names.variant(name, variant, id, line), image));
        }
        return items;
    }
}
