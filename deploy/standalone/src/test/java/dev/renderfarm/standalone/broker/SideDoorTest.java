package dev.renderfarm.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SideDoorTest {

    @Test
    void shouldTellClientsOfEachDoorWhereTheyFindTheNode() {
        Properties properties =
                BrokerProperties.of(Path.of("data"), 20_000, 20_001, SideDoor.parse("20002:20102,20003:20103"));

        assertThat(properties)
                .containsEntry(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:20000,CONTROLLER://127.0.0.1:20001,SIDE0://127.0.0.1:20002,SIDE1://127.0.0.1:20003")
                .containsEntry(
                        "advertised.listeners",
                        "PLAINTEXT://127.0.0.1:20000,SIDE0://127.0.0.1:20102,SIDE1://127.0.0.1:20103")
                .containsEntry(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SIDE0:PLAINTEXT,SIDE1:PLAINTEXT");
    }

    @Test
    void shouldHaveNoneWhenNoneIsGivenAndRefuseWhatIsNoDoor() {
        assertThat(SideDoor.parse("")).isEmpty();
        assertThatThrownBy(() -> SideDoor.parse("20002")).hasMessage("a side door is PORT:TOLD, not 20002");
    }
}
