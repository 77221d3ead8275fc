package dev.renderfarm.webtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import dev.renderfarm.browser.Tab;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verdicts on their way, by a clock that the tests move. */
@QuarkusTest
class ReviewQueueTest extends PageTest {

    private static final long HOUR = 3_600_000;

    @BeforeEach
    void queue(Tab tab) {
        tab.clock().install(new Clock.InstallOptions().setTime(0));
        tab.openBare();
        tab.clock().pauseAt(HOUR);
        tab.module("/app/review-queue.js", """
                m => {
                  globalThis.statuses = []; // of the answers to come; without one, 200
                  globalThis.seen = [];
                  globalThis.queue = new m.ReviewQueue({
                    send: async group => {
                      seen.push(`sent ${group.length > 3 ? group.length : group.map(([index, verdict]) => index + verdict[0]).join()}`);
                      const status = statuses.shift();
                      if (status) throw Object.assign(new Error(`was ${status}`), { isAway: status === 503 });
                    },
                    agreed: group => seen.push(`agreed ${group.length}`),
                    refused: (group, error) => seen.push(`refused ${group.map(([index]) => index).join()} ${error.message}`),
                  });
                }""");
    }

    @Test
    void shouldSendTogetherWhatIsSaidInAQuarterOfASecond(Tab tab) {
        // When
        tab.page().evaluate("queue.say([[0, 'approved']])");
        tab.clock().runFor(200);
        tab.page().evaluate("queue.say([[1, 'rejected'], [0, 'undecided']])");
        tab.clock().runFor(49);
        // Then
        assertThat(seen(tab)).isEmpty();
        // When
        tab.clock().runFor(1);
        // Then
        assertThat(seen(tab)).containsExactly("sent 1r,0u", "agreed 2");
        assertThat(tab.page().evaluate("queue.size")).isEqualTo(0);
    }

    @Test
    void shouldSendFiftyAtOnceAndTheRestAfterwards(Tab tab) {
        // When
        tab.page().evaluate("queue.say(Array.from({ length: 120 }, (_, index) => [index, 'approved']))");
        // Then
        tab.clock().runFor(1);
        assertThat(seen(tab)).containsExactly("sent 50", "agreed 50", "sent 50", "agreed 50");
        assertThat(tab.page().evaluate("queue.unsent.length")).isEqualTo(20);
        // When
        tab.clock().runFor(250);
        // Then
        assertThat(seen(tab)).endsWith("sent 20", "agreed 20").hasSize(6);
    }

    @Test
    void shouldGiveBackWhatIsRefusedAndGoOn(Tab tab) {
        // When
        tab.page().evaluate("statuses.push(409); queue.say([[4, 'approved'], [5, 'approved']])");
        tab.clock().runFor(250);
        tab.page().evaluate("queue.say([[6, 'approved']])");
        tab.clock().runFor(250);
        // Then
        assertThat(seen(tab)).containsExactly("sent 4a,5a", "refused 4,5 was 409", "sent 6a", "agreed 1");
        assertThat(tab.page().evaluate("queue.size")).isEqualTo(0);
    }

    @Test
    void shouldWaitWhileTheFarmIsAwayAndSendEachOnceWithWhatWasSaidLast(Tab tab) {
        // Given
        tab.page().evaluate("statuses.push(503, 503); queue.say([[0, 'approved'], [1, 'approved']])");
        tab.clock().runFor(250);
        // When
        tab.page().evaluate("queue.say([[1, 'rejected'], [2, 'approved']])");
        tab.clock().runFor(999);
        // Then
        assertThat(seen(tab)).containsExactly("sent 0a,1a");
        // When
        tab.clock().runFor(1);
        assertThat(seen(tab)).containsExactly("sent 0a,1a", "sent 0a,1r,2a");
        tab.clock().runFor(1999);
        assertThat(seen(tab)).hasSize(2);
        tab.clock().runFor(60_000);
        // Then
        assertThat(seen(tab)).containsExactly("sent 0a,1a", "sent 0a,1r,2a", "sent 0a,1r,2a", "agreed 3");
    }

    @Test
    void shouldNotAskAFarmThatIsAwayMoreOftenWhenMoreIsSaid(Tab tab) {
        // Given
        tab.page().evaluate("statuses.push(503); queue.say([[0, 'approved']])");
        tab.clock().runFor(250);
        // When
        tab.page().evaluate("queue.say(Array.from({ length: 60 }, (_, index) => [index + 1, 'approved']))");
        tab.clock().runFor(500);
        // Then
        assertThat(seen(tab)).containsExactly("sent 0a");
        // When
        tab.clock().runFor(10_000);
        // Then
        assertThat(seen(tab)).containsExactly("sent 0a", "sent 50", "agreed 50", "sent 11", "agreed 11");
    }

    private static List<String> seen(Tab tab) {
        return ((List<?>) tab.page().evaluate("seen"))
                .stream().map(String::valueOf).toList();
    }
}
