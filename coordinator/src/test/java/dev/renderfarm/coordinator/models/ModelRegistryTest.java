package dev.renderfarm.coordinator.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.modelpackage.folder.ModelPackageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {

    @Test
    void shouldKnowTheOnlyModelWhenThereIsNoChoice() {
        assertThat(FakeModels.registry("one").only()).map(FarmModel::name).contains(new ModelName("one"));
        assertThat(FakeModels.registry("one", "two").only()).isEmpty();
        assertThat(FakeModels.registry("one", "two").describe()).isEqualTo("one, two");
    }

    @Test
    void shouldSayWhatToDoWhenTheConfigurationIsWrong(@TempDir Path folder) {
        assertThatThrownBy(() -> new ModelFolders(List.of())).hasMessageContaining("renderfarm.models");
        assertThatThrownBy(() -> FakeModels.registry("one", "one")).hasMessageContaining("have the name one");
        assertThatThrownBy(() -> new ModelFolders(List.of(folder.resolve("nowhere"))))
                .isInstanceOf(ModelPackageException.class)
                .hasMessageContaining("nowhere: no such folder");
    }
}
