package io.credentialbroker.bench;

/** Something that time goes to, as a line of a table and a colour of a flame graph. */
interface Area {
  String KERNEL_COLOUR = "#d9822b";

  String words();

  String colour();
}
