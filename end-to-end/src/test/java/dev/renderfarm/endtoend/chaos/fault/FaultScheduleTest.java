package dev.renderfarm.endtoend.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {

    private static final Duration GAP = Duration.ofSeconds(4);

    @Test
    void shouldBeTheSameWhenTheSeedIs() {
        FaultSchedule one = FaultSchedule.of(7, 100, GAP, kind -> true);
        FaultSchedule again = FaultSchedule.of(7, 100, GAP, kind -> true);
        FaultSchedule other = FaultSchedule.of(8, 100, GAP, kind -> true);

        assertThat(again).isEqualTo(one);
        assertThat(other.faults()).isNotEqualTo(one.faults());
    }

    @Test
    void shouldBringEachKindOnceBeforeAnyComesAgain() {
        FaultSchedule schedule = FaultSchedule.of(1, 420, GAP, kind -> true);

        Map<String, Long> first = kinds(schedule.faults().subList(0, 42));
        assertThat(first.values()).allMatch(times -> times == 1);
        assertThat(first.keySet()).isEqualTo(kinds(schedule.faults()).keySet());
        assertThat(first.keySet())
                .contains("kill -9 worker", "SIGSTOP coordinator", "disk full, broker", "truncated record");
    }

    @Test
    void shouldDamageARecordOfEachTopicWhenItIsLongEnough() {
        FaultSchedule schedule = FaultSchedule.of(3, 1_000, GAP, kind -> kind.endsWith(" record"));

        assertThat(schedule.faults())
                .extracting(planned -> ((ChaosFault.DamagedRecord) planned.fault()).topic())
                .containsAll(Deck.TOPICS);
    }

    @Test
    void shouldLeaveOutWhatIsNotWanted() {
        FaultSchedule schedule = FaultSchedule.of(1, 50, GAP, kind -> kind.contains("SIGTERM"));

        assertThat(kinds(schedule.faults())).containsOnlyKeys("SIGTERM worker", "SIGTERM coordinator");
        assertThatThrownBy(() -> FaultSchedule.of(1, 1, GAP, kind -> false))
                .hasMessage("no kind of fault is called so");
    }

    @Test
    void shouldGoOnInTimeByHalfAGapAtLeast() {
        List<Planned> faults = FaultSchedule.of(5, 200, GAP, kind -> true).faults();

        for (int i = 1; i < faults.size(); i++) {
            assertThat(faults.get(i).at().minus(faults.get(i - 1).at()))
                    .isBetween(GAP.dividedBy(2), GAP.multipliedBy(3).dividedBy(2));
        }
    }

    private static Map<String, Long> kinds(List<Planned> faults) {
        return faults.stream()
                .collect(Collectors.groupingBy(planned -> planned.fault().kind(), Collectors.counting()));
    }
}
