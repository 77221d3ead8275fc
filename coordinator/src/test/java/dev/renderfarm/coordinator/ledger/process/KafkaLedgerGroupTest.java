package dev.renderfarm.coordinator.ledger.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.coordinator.ledger.process.LedgerGroup.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberAssignment;
import org.apache.kafka.clients.admin.StreamsGroupMemberAssignment.TaskIds;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class KafkaLedgerGroupTest {

    private static final Set<String> OURS = Set.of("ours-1", "ours-2");

    @Test
    void shouldHaveNoPartWhenAllPartitionsAreMeantForOthers() {
        assertThat(part(member("ours-1"), member("theirs", 0, 1, 2, 3))).isEqualTo(Part.NONE);
    }

    @Test
    void shouldHaveNoPartAlsoBeforeItHasJoined() {
        assertThat(part(member("theirs", 0, 1, 2, 3))).isEqualTo(Part.NONE);
    }

    @Test
    void shouldHaveSomePartWhenAnyOfItsThreadsIsMeantToHaveSome() {
        assertThat(part(member("ours-1"), member("ours-2", 3), member("theirs", 0, 1, 2)))
                .isEqualTo(Part.SOME);
    }

    @Test
    void shouldHaveSomePartWhenNobodyHasAny() {
        assertThat(part()).isEqualTo(Part.SOME);
        assertThat(part(member("ours-1"))).isEqualTo(Part.SOME);
        assertThat(part(member("ours-1"), member("theirs"))).isEqualTo(Part.SOME);
    }

    @Test
    void shouldNotKnowWhereTheBrokerDoesNotAnswerOrMayNotTell() {
        assertThat(KafkaLedgerGroup.unanswered(new TimeoutException("away"))).isEqualTo(Part.UNTOLD);
        assertThat(KafkaLedgerGroup.unanswered(new DisconnectException("away"))).isEqualTo(Part.UNTOLD);
        assertThat(KafkaLedgerGroup.unanswered(new GroupAuthorizationException("ledger")))
                .isEqualTo(Part.UNTOLD);
        assertThat(KafkaLedgerGroup.unanswered(new UnsupportedVersionException("old")))
                .isEqualTo(Part.UNTOLD);
        assertThat(KafkaLedgerGroup.unanswered(new IllegalStateException("closed")))
                .isEqualTo(Part.UNTOLD);
    }

    @Test
    void shouldHaveSomePartWhereTheBrokerHasLostTheGroup() {
        assertThat(KafkaLedgerGroup.unanswered(new GroupIdNotFoundException("ledger")))
                .isEqualTo(Part.SOME);
        assertThat(KafkaLedgerGroup.unanswered(new UnknownServerException("Group epoch should be always larger")))
                .isEqualTo(Part.SOME);
    }

    private static Part part(StreamsGroupMemberDescription... members) {
        return KafkaLedgerGroup.partOf(
                OURS,
                new StreamsGroupDescription(
                        "ledger",
                        2,
                        2,
                        0,
                        List.of(),
                        List.of(members),
                        GroupState.STABLE,
                        new Node(1, "127.0.0.1", 9092),
                        Set.of()));
    }

    /** Has nothing yet of what is meant for it. */
    private static StreamsGroupMemberDescription member(String clientId, Integer... meant) {
        List<TaskIds> tasks = meant.length == 0 ? List.of() : List.of(new TaskIds("0", List.of(meant)));
        return new StreamsGroupMemberDescription(
                clientId + "-member",
                2,
                Optional.empty(),
                Optional.empty(),
                clientId,
                "/127.0.0.1",
                0,
                clientId + "-process",
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                new StreamsGroupMemberAssignment(List.of(), List.of(), List.of()),
                new StreamsGroupMemberAssignment(tasks, List.of(), List.of()),
                false);
    }
}
