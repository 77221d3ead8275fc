package dev.renderfarm.common.rooms;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each rule is seen to fail, on a house built for it: a rule that cannot fail keeps nothing apart. */
class RoomRulesTest {

    private static final String HOUSE = "dev.renderfarm.common.rooms.house";

    @Test
    void shouldNameLogLinesWithArguments() {
        assertBroken(() -> house().everyLogLineIsFluent())
                .hasMessageContaining("Loud.sentence")
                .hasMessageContaining("Loud.arguments")
                .hasMessageNotContaining("Loud.fluent");
    }

    @Test
    void shouldNameTheRoomWithoutASentence() {
        assertBroken(() -> house().everyRoomSaysWhatItIs()).hasMessageContaining("Silent is in a package without");
    }

    @Test
    void shouldNameRoomsThatDependOnOneAnotherInACircle() {
        assertBroken(() -> house().roomsAreFreeOfCycles())
                .hasMessageContaining("Slice here")
                .hasMessageContaining("Slice there");
    }

    @Test
    void shouldNameRoomsThatSeeEachOther() {
        assertBroken(() -> house().roomsDoNotSeeEachOther("here", "there")).hasMessageContaining("house.there.There");
        assertThatCode(() -> house().roomsDoNotSeeEachOther("here", "wing")).doesNotThrowAnyException();
    }

    @Test
    void shouldNameARoomThatSeesForbiddenCode() {
        assertBroken(() -> house().roomIsFreeOf("here", HOUSE + ".there..")).hasMessageContaining("house.here.Here");
    }

    @Test
    void shouldForbidAnEdgeToARoomThatNobodyHasNamed() {
        assertBroken(() -> house().everyOtherRoomIsPlain()).hasMessageContaining("JsonNode");
    }

    @Test
    void shouldForbidALibraryThatIsOnNoListEvenToAnEdge() {
        assertBroken(() -> house().edge("fresh", Edge.JSON).everyOtherRoomIsPlain())
                .hasMessageContaining("TestInfo")
                .hasMessageNotContaining("JsonNode");
    }

    @Test
    void shouldNameAnEdgeThatIsNotTouchedAnyMore() {
        assertBroken(() -> house().edge("wing.quiet", Edge.KAFKA).everyOtherRoomIsPlain())
                .hasMessageContaining("room wing.quiet of " + HOUSE + " is named an edge to KAFKA");
    }

    private static RoomRules house() {
        return new RoomRules(HOUSE, new ClassFileImporter().importPackages(HOUSE));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertBroken(ThrowingCallable rule) {
        return assertThatThrownBy(rule).isInstanceOf(AssertionError.class);
    }
}
