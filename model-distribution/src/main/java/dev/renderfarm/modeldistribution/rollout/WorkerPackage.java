package dev.renderfarm.modeldistribution.rollout;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.objectstore.store.ObjectStore;

/**
 * What a worker is configured with.
 *
 * @param address of a package, or of a model whose rollout says which of its packages
 */
public record WorkerPackage(PackageAddress address, WorkerId worker) {

    /** Where the package lies: the address itself where it is of a package, or of nothing. */
    public PackageAddress in(ObjectStore bucket) {
        if (address.isOfOneDigest()
                || bucket.stat(address.key(ModelManifest.FILE_NAME)).isPresent()) {
            return address;
        }
        return new Rollouts(bucket, address)
                .latest()
                .map(latest -> latest.rollout().packageOf(worker))
                .orElse(address);
    }
}
