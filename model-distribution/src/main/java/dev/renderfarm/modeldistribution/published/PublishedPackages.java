package dev.renderfarm.modeldistribution.published;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The packages that lie below an address. */
public final class PublishedPackages {

    private static final String MANIFEST = "/" + ModelManifest.FILE_NAME;

    /**
     * Where complete packages lie, in the order of their keys.
     *
     * @param keys how many are looked at: a package has up to some hundreds
     */
    public static List<PackageAddress> addresses(ObjectStore bucket, PackageAddress root, int keys) {
        String prefix = root.key("");
        List<PackageAddress> found = new ArrayList<>();
        Iterator<String> listing = bucket.list(prefix, "");
        for (int seen = 0; seen < keys && listing.hasNext(); seen++) {
            String key = listing.next();
            if (key.endsWith(MANIFEST)) {
                parsed(root, key.substring(0, key.length() - MANIFEST.length()), found);
            }
        }
        return found;
    }

    /** A key that nobody could name in an address is not one of a package. */
    private static void parsed(PackageAddress root, String prefix, List<PackageAddress> found) {
        try {
            found.add(new PackageAddress(root.bucket(), prefix));
        } catch (IllegalArgumentException e) {
            // such as one with blanks
        }
    }

    private PublishedPackages() {}
}
