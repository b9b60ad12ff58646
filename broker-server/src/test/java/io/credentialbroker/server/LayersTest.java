package io.credentialbroker.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in this module. */
@AnalyzeClasses(packages = "io.credentialbroker.server", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
  private static final String SERVER = "io.credentialbroker.server";

  @ArchTest
  static final ArchRule ecs_knowsNoControl = noClasses().that().resideInAPackage(SERVER + ".ecs..").should()
      .dependOnClassesThat().resideInAnyPackage(SERVER + ".control..");

  @ArchTest
  static final ArchRule control_knowsNoEcsAndNoGate = noClasses().that()
      .resideInAPackage(SERVER + ".control..")
      .should().dependOnClassesThat().resideInAnyPackage(SERVER + ".ecs..", SERVER + ".pipeline..");

  @ArchTest
  static final ArchRule monitors_haveNoWayToCredentials = noClasses().that()
      .resideInAnyPackage(SERVER + ".ops..", SERVER + ".metrics..").should().dependOnClassesThat()
      .resideInAnyPackage(SERVER + ".ecs..", SERVER + ".control..", SERVER + ".transport..");

  @ArchTest
  static final ArchRule peer_knowsNeitherListenersNorTheGate = noClasses().that()
      .resideInAPackage(SERVER + ".peer..").should().dependOnClassesThat()
      .resideInAnyPackage(SERVER + ".transport..", SERVER + ".pipeline..", SERVER + ".ecs..",
          SERVER + ".control..");

  @ArchTest
  static final ArchRule netty_isKnownToAdaptersOnly = noClasses().that().resideOutsideOfPackages(
      SERVER + ".transport..", SERVER + ".peer..", SERVER + ".pipeline..", SERVER + ".ecs..",
      SERVER + ".control..", SERVER + ".systemd..")
      .should().dependOnClassesThat().resideInAnyPackage("io.netty..");

  @ArchTest
  static final ArchRule awsSdk_isKnownToCoreOnly = noClasses().should().dependOnClassesThat()
      .resideInAnyPackage("software.amazon.awssdk..");

  @ArchTest
  static final ArchRule sandbox_isKnownByNameOnly = noClasses().should().dependOnClassesThat()
      .resideInAnyPackage("io.credentialbroker.sandbox..", "io.credentialbroker.client..");

  @ArchTest
  static final ArchRule config_andLog_knowNothingOfTheNetwork = noClasses().that()
      .resideInAnyPackage(SERVER + ".config..").should().dependOnClassesThat()
      .resideInAnyPackage(SERVER + ".transport..", SERVER + ".pipeline..", SERVER + ".control..",
          SERVER + ".ecs..");

  /** Its some four hundred classes would be in the memory and in the start-up cache of each daemon. */
  @ArchTest
  static final ArchRule json_isReadAndWrittenWithoutTheMapperOfObjects = noClasses().should()
      .dependOnClassesThat()
      .haveNameMatching("com\\.fasterxml\\.jackson\\..*Mapper")
      .orShould().callMethod(ObjectNode.class, "toString").orShould().callMethod(JsonNode.class, "toString")
      .orShould().callMethod(JsonNode.class, "toPrettyString").orShould()
      .callMethod(ObjectNode.class, "toPrettyString");
}
