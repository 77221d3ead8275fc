package dev.renderfarm.coordinator.ledger.process;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link LedgerGroup} through Kafka's admin client. */
public final class KafkaLedgerGroup implements LedgerGroup {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLedgerGroup.class);

    private final Map<String, Object> clientSettings;
    private final String groupId;

    /** @param clientSettings of the admin client, the broker's address among them */
    public KafkaLedgerGroup(Map<String, Object> clientSettings, String groupId) {
        this.clientSettings = Map.copyOf(clientSettings);
        this.groupId = groupId;
    }

    @Override
    public Part partOf(Set<String> clientIds) throws InterruptedException {
        try (Admin admin = Admin.create(clientSettings)) {
            return partOf(
                    clientIds,
                    requireNonNull(admin.describeStreamsGroups(List.of(groupId))
                            .all()
                            .get()
                            .get(groupId)));
        } catch (ExecutionException e) {
            return unanswered(e.getCause() == null ? e : e.getCause());
        } catch (KafkaException e) {
            return unanswered(e);
        }
    }

    /** What is meant for a member counts, not what it has: it may not know of it, or never get it. */
    static Part partOf(Set<String> clientIds, StreamsGroupDescription group) {
        boolean meantForUs = false;
        boolean meantForOthers = false;
        for (StreamsGroupMemberDescription member : group.members()) {
            boolean some = !member.targetAssignment().activeTasks().isEmpty();
            boolean ours = clientIds.contains(member.clientId());
            meantForUs |= some && ours;
            meantForOthers |= some && !ours;
        }
        return meantForOthers && !meantForUs ? Part.NONE : Part.SOME;
    }

    /** A broker that answers, but cannot tell of the group, has lost it. */
    static Part unanswered(Throwable failure) {
        boolean lost = failure instanceof ApiException
                && !(failure instanceof RetriableException)
                && !(failure instanceof AuthorizationException)
                && !(failure instanceof UnsupportedVersionException);
        LOG.atWarn().addKeyValue("problem", failure.toString()).log("the broker does not tell of the ledger's group");
        return lost ? Part.SOME : Part.UNTOLD;
    }
}
