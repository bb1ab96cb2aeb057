<?php
/**
 * Takes the settings away with the plugin.
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'telusur_baca_juga' );
