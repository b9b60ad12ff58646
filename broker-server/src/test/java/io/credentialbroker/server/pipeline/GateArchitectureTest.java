package io.credentialbroker.server.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The corridor goes one way: transport, pipeline, protocol. */
@AnalyzeClasses(packages = "io.credentialbroker.server", importOptions = ImportOption.DoNotIncludeTests.class)
final class GateArchitectureTest {
  @ArchTest
  static final ArchRule TRANSPORT_KNOWS_NO_REQUESTS = noClasses().that().resideInAPackage("..transport..")
      .should()
      .dependOnClassesThat().resideInAnyPackage("..pipeline..", "..ecs..", "io.netty.handler.codec.http..");

  @ArchTest
  static final ArchRule PIPELINE_KNOWS_NO_PROTOCOL = noClasses().that().resideInAPackage("..pipeline..")
      .should()
      .dependOnClassesThat().resideInAnyPackage("..ecs..", "..control..", "..imds..");

  @ArchTest
  static final ArchRule PROTOCOL_KNOWS_NO_SOCKETS = noClasses().that().resideInAPackage("..ecs..").should()
      .dependOnClassesThat().resideInAnyPackage("io.netty..", "..transport..", "..control..", "..imds..");
}
