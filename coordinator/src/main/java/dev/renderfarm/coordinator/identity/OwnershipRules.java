package dev.renderfarm.coordinator.identity;

import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.id.FarmId;
import dev.renderfarm.common.storage.ObjectKeys;
import java.util.Optional;

/**
 * When topics and bucket may not be used together, and what to do then. Both are one farm's where both tell the same
 * id. Where neither tells one, both have to be unused, which is a new farm, or both used: a farm of release 0.1.0.
 */
final class OwnershipRules {

    private final FarmSettings settings;
    private final String topicNames;
    private final String bucketName;

    OwnershipRules(FarmSettings settings) {
        this.settings = settings;
        this.topicNames = "the topics " + settings.name() + ".*";
        this.bucketName = "bucket \"" + settings.bucket() + "\"";
    }

    /** Why not, for whoever runs the farm; empty where nothing is in the way. */
    Optional<String> refusal(TopicsFound topics, BucketFound bucket) {
        if (topics.identity().isPresent()) {
            return ofClaimedTopics(topics.identity().get(), bucket);
        }
        if (bucket.identity().isPresent()) {
            return ofMarkedBucket(bucket.identity().get(), topics);
        }
        return ofUnknown(topics, bucket);
    }

    private Optional<String> ofClaimedTopics(FarmIdentity owner, BucketFound bucket) {
        boolean same = bucket.identity().map(FarmIdentity::id).equals(Optional.of(owner.id()));
        if (!same && !isAdopted(owner.id())) {
            return Optional.of(topicNames + " belong to " + describe(owner) + ", and " + whose(bucket) + ". " + mends()
                    + adoptBy(owner.id().value()));
        }
        if (!owner.ledger().equals(settings.ledger())) {
            return Optional.of(topicNames + " belong to " + describe(owner) + ", whose ledger is \"" + owner.ledger()
                    + "\". This coordinator's would be \"" + settings.ledger()
                    + "\" and would carry out all commands again: leave out renderfarm.streams.application-id or set"
                    + " it to \"" + owner.ledger() + "\"; for a second farm set renderfarm.farm-name");
        }
        return Optional.empty();
    }

    private Optional<String> ofMarkedBucket(FarmIdentity owner, TopicsFound topics) {
        boolean unfinished = !owner.claimed() && owner.name().equals(settings.name());
        if (unfinished || isAdopted(owner.id())) {
            return Optional.empty();
        }
        return Optional.of(bucketName + " belongs to " + describe(owner) + ", and " + topicNames
                + (topics.used() ? " were made by another farm, of release 0.1.0. " : " do not, they are new. ")
                + mends()
                + adoptBy(owner.id().value()));
    }

    private Optional<String> ofUnknown(TopicsFound topics, BucketFound bucket) {
        if (settings.adopt().equals(Optional.of(FarmSettings.NEW_FARM))) {
            return Optional.empty();
        }
        if (topics.used() != bucket.used()) {
            return Optional.of((topics.used()
                            ? topicNames + " are in use by a farm of release 0.1.0, and " + whose(bucket)
                            : bucketName + " holds uploads or batches of a farm of release 0.1.0, and " + topicNames
                                    + " are new")
                    + ". " + mends() + adoptBy(FarmSettings.NEW_FARM));
        }
        if (topics.used() && !topics.ledgerKept()) {
            return Optional.of(topicNames + " are in use, but not by a ledger called \"" + settings.ledger()
                    + "\": set renderfarm.streams.application-id to what it was, or all commands would be carried out"
                    + " again");
        }
        return Optional.empty();
    }

    private boolean isAdopted(FarmId farm) {
        return settings.adopt().equals(Optional.of(farm.value()));
    }

    private String whose(BucketFound bucket) {
        if (!bucket.exists()) {
            return bucketName + " does not exist";
        }
        return bucketName
                + bucket.identity()
                        .map(other -> " belongs to " + describe(other))
                        .orElse((bucket.used() ? " has no " : " is new, it has no ") + ObjectKeys.FARM);
    }

    private String mends() {
        return "For another farm set renderfarm.farm-name and renderfarm.storage.bucket to names of its own; for this"
                + " one bring its own bucket back, or set renderfarm.storage.bucket or kafka.bootstrap.servers right. ";
    }

    private String adoptBy(String value) {
        return "If you know that " + topicNames + " and " + bucketName
                + " shall belong together, start once with renderfarm.adopt=" + value;
    }

    private static String describe(FarmIdentity farm) {
        return "farm " + farm.id() + " (\"" + farm.name() + "\", made " + farm.createdAt() + " with bucket \""
                + farm.bucket() + "\")";
    }
}
