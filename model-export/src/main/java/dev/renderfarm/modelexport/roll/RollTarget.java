package dev.renderfarm.modelexport.roll;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.modeldistribution.published.PackageAddress;

/** A package that workers shall have. */
record RollTarget(PackageAddress address, ModelName model, String digest) {

    boolean isOn(WorkerHeartbeat worker) {
        return worker.modelDigest().equals(digest);
    }
}
