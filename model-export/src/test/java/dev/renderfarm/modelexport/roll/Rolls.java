package dev.renderfarm.modelexport.roll;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.modeldistribution.published.PackageAddress;

/** What tests roll. */
final class Rolls {

    static final ModelName MODEL = new ModelName("tiny");
    static final PackageAddress PLACE = PackageAddress.parse("s3://shop/models/tiny");
    static final PackageAddress ONE = PLACE.below("1");
    static final PackageAddress TWO = PLACE.below("2");

    private Rolls() {}
}
