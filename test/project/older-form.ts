/** A record of the older form, as its tool wrote it. */
export const OLDER_RECORD = `input_filename: nyc_test.jpg
input_style_filenames: [picasso_seated_nude.jpg]
input_style_weights: [1.0]
job_device: /gpu:0
job_elapsed_time: 1948
job_max_iterations: 3000
job_minimizer: lbfgs
nn_content_layer_weights: [1.0]
nn_content_layers: [conv4_2]
nn_content_loss_function: 1
nn_style_layer_weights: [0.2, 0.2, 0.2, 0.2, 0.2]
nn_style_layers: [relu1_1, relu2_1, relu3_1, relu4_1, relu5_1]
weight_content: 5.0
weight_style: 10000.0
weight_tv: 0.001
`;
